// [data-focus] takes the focus when the page is shown; it is the list of what to put right.
document.querySelector("[data-focus]")?.focus();
