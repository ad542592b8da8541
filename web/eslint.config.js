import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["src/api/openapi.d.ts"] },
  tseslint.configs.strict,
  { files: ["src/**/*.{ts,tsx}"], ...hooks.configs.flat.recommended },
);
