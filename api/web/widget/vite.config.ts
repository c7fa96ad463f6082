// One classic script that any page can name: no modules to preload, no style sheet beside it.
import { defineConfig } from "vite";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    target: "es2022",
    outDir: "../built",
    emptyOutDir: true,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "wenzheng", fileName: () => "widget.js" },
  },
});
