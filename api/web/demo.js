// Writes the whole address of the script, so that the line can be copied as it stands.
document.getElementById("here").textContent = new URL("/widget.js", location.href).href;
