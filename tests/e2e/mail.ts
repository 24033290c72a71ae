import { createServer, type AddressInfo } from "node:net";

export interface MailServer {
  /** Of a school that sends its mail here. */
  settings: NodeJS.ProcessEnv;
  /** What is answered to MAIL from now on. */
  say: (answer: string) => void;
  /** The texts of the mails that came, oldest first. */
  mails: string[];
  close: () => void;
}

/** A mail server that takes mail, or answers as it is told. */
export async function mailServer(): Promise<MailServer> {
  let answer = "250 fine";
  const mails: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("220 mail\r\n");
    let message: string[] | null = null;
    let rest = "";
    socket.on("data", (data) => {
      const lines = (rest + data.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (message && line !== ".") message.push(line);
        else if (message) {
          mails.push(Buffer.from(message.slice(message.indexOf("") + 1).join(""), "base64").toString());
          message = null;
          socket.write("250 queued\r\n");
        } else if (line === "DATA") {
          message = [];
          socket.write("354 go on\r\n");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else if (line) socket.write(`${line.startsWith("MAIL") ? answer : "250 fine"}\r\n`);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    settings: {
      SHOUZE_MAIL_URL: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      SHOUZE_MAIL_FROM: "守责 <wangan@school.example>",
      SHOUZE_MAIL_REQUIRE_TLS: "false",
    },
    say: (next) => (answer = next),
    mails,
    close: () => void server.close(),
  };
}
