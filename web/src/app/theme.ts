import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#effcf9", "#d9f5ef", "#b0eadf", "#83dfcd", "#55cdb8", "#2bb5a0", "#149a87", "#0f7f70", "#0f6a5f", "#0d574f",
];

export const theme = createTheme({
  primaryColor: "kith",
  primaryShade: { light: 7, dark: 7 },
  colors: { kith: teal },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    if (input.variant === "filled" && input.color === "red") return defaultVariantColorsResolver({ ...input, color: "red.9" }); // dark enough for white words
    if (input.variant !== "light" || !input.color) return colors;
    return { ...colors, color: `light-dark(color-mix(in srgb, var(--mantine-color-${input.color}-9) 72%, black), var(--mantine-color-${input.color}-2))` }; // readable on its pale ground
  },
  respectReducedMotion: true,
  components: {
    Select: { defaultProps: { selectFirstOptionOnChange: true } }, // Enter takes the first that fits what is typed
    MultiSelect: { defaultProps: { selectFirstOptionOnChange: true } },
    Modal: { defaultProps: { radius: "lg" }, styles: { title: { fontWeight: 650 } } },
    Drawer: { styles: { title: { fontWeight: 650 } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } }, // a menu holds items and nothing else
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});
