/** Stands for what Node.js alone has. */
export default {};
