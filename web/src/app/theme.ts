import { createTheme, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#effcf9", "#d9f5ef", "#b0eadf", "#83dfcd", "#55cdb8", "#2bb5a0", "#149a87", "#0f7f70", "#0f6a5f", "#0d574f",
];

export const theme = createTheme({
  primaryColor: "kith",
  primaryShade: { light: 7, dark: 6 },
  colors: { kith: teal },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  respectReducedMotion: true,
});
