/** Version of the package, in every result. Checked against package.json by a test. */
export const VERSION = "0.1.0";
