// Stands in for the package, which throws wherever it is loaded outside a server bundle.
export {};
