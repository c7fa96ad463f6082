"""Every sentence citizens read that is not list content. Short, warm, plain; deadlines first."""
