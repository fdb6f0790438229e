// Set apiBase when the API lives at another origin, for example "https://touchstone.example.org".
// Empty means: the origin that served this page.
window.TOUCHSTONE = { apiBase: "" };
