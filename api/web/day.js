// Calendar days ("2026-12-07") in words. No time zone is involved: a day in 东莞 is that day everywhere.
import { say } from "/web/texts.js";

export function dayInWords(iso, today) {
  const [year, month, day] = iso.split("-").map(Number);
  const weekday = say("day.weekdays")[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  const near = today && today.startsWith(`${year}-`);
  return near ? say("day.near", month, day, weekday) : say("day.far", year, month, day, weekday);
}

export function momentInWords(iso) {
  const moment = new Date(iso);
  return moment.toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
}
