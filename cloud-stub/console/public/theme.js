// Before the first paint, so that a dark kitchen stays dark. theme.ts writes the choice.
try {
  const choice = localStorage.getItem('pupsentry.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {
  // As the system says.
}
