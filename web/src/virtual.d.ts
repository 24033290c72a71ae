declare module "virtual:texts/*" {
  const messages: Record<string, unknown>;
  export default messages;
}
