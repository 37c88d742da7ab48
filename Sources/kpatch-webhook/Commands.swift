import CommandLine
import Policy
import Telemetry

/// The command line of kpatch-webhook. Everything that parser, help and completion know is here.
enum Commands {
  static let tool = Command(
    "kpatch-webhook", "Answer the admission reviews of a Kubernetes API server",
    discussion: [
      "The same engine as kpatch, behind HTTPS: POST /mutate answers with a patch, POST /validate "
        + "with a verdict. /livez, /readyz and /healthz say how it is, /version what it is.",
      "Exit status: 0 done, or ended by a signal with all requests answered; 1 the server that was "
        + "asked is not ready, or certificates are not as they should be; 2 wrong usage, policy or "
        + "certificate; 4 the address cannot be listened on, or the system refuses something else.",
    ],
    subcommands: [serve, health, config, certs, doctor, completion, version],
    examples: [
      .init("kpatch-webhook serve --dev", "try it on this machine"),
      .init(
        "kpatch-webhook serve --policy policy.yaml --tls-cert tls.crt --tls-key tls.key",
        "serve a cluster"),
      .init(
        "kpatch-webhook config --service kpatch/kpatch-webhook -p policy.yaml",
        "what registers it there"),
    ])

  // MARK: Options

  static let policy = Option(
    "policy", short: "p", .path("FILE"), repeats: true,
    "Policy to follow, a file or a folder of them; may be repeated, later ones override. Without "
      + "it the built-in policy applies: the preset recommended")
  static let certificate = Option(
    "tls-cert", .file("FILE"), "Serving certificate and its chain, PEM")
  static let key = Option("tls-key", .file("FILE"), "Private key of the certificate, PEM")
  static let clientAuthority = Option(
    "client-ca", .file("FILE"),
    "Authorities, PEM, one of which must have signed the certificate of a client that asks for a "
      + "review; probes need none")
  static let clientName = Option(
    "client-name", .text("NAME"), repeats: true,
    "Name that such a certificate must have, as common name, DNS name or URI; may be repeated. "
      + "Without it every certificate of --client-ca will do")
  static let listen = Option(
    "listen", .text("ADDRESS"),
    "IP address and port to serve on; 0.0.0.0:8443 is the default, 127.0.0.1:8443 with --dev. "
      + "Port 0 lets the system choose")
  static let metricsListen = Option(
    "metrics-listen", .text("ADDRESS"),
    "IP address and port for plain HTTP: /metrics, and the paths that say how it is; none unless "
      + "given")
  static let logLevel = Option(
    "log-level", .choice(LogLevel.allCases.map { .init("\($0)") }, name: "LEVEL"),
    "What is worth a line on standard error: debug, info, warn or error; info is the default, and "
      + "has a line for each review")
  static let auditLog = Option(
    "audit-log", .file("FILE"),
    "Append the line of each review to this file, whatever --log-level is; SIGHUP opens it again")
  static let threads = Option(
    "threads", .text("N"), "Event loops, one for each processor unless given")
  static let shutdownDelay = Option(
    "shutdown-delay", .text("DURATION"),
    "How long serving goes on after SIGTERM, with /readyz failing, until no new connections come; "
      + "5s is the default, 0s with --dev")
  static let shutdownTimeout = Option(
    "shutdown-timeout", .text("DURATION"),
    "How long requests may take to be answered after that; 20s is the default")
  static let certificates = Option(
    "certificates",
    .choice([
      .init("files", "--tls-cert and --tls-key"),
      .init("self", "the server makes them, and keeps them in a Secret"),
    ]),
    "Where the serving certificate comes from. With self the replicas make an authority and a "
      + "certificate, share them in --secret, renew them, and write the authority into "
      + "--webhook-configuration; files is the default")
  static let secret = Option(
    "secret", .text("NAMESPACE/NAME"),
    "Secret for --certificates self; it is made where there is none")
  static let webhookConfiguration = Option(
    "webhook-configuration", .text("NAME[,NAME]"), repeats: true,
    "Mutating and validating webhook configurations, by their name, that shall trust the authority "
      + "of --certificates self; may be repeated")
  static let kubeconfig = Option(
    "kubeconfig", .file("FILE"),
    "Where the API server is and who asks it; without it, what Kubernetes gives to a Pod")
  static let development = Option(
    flag: "dev",
    "Serve this machine alone, with a certificate that is thrown away at the end; prints the "
      + "authority's path and commands to try")

  // MARK: Commands

  private static let serve = Command(
    "serve", "Serve admission reviews over HTTPS",
    discussion: [
      "Policy, certificate and client authorities are read again when their files change, also "
        + "when Kubernetes swaps a mounted Secret or ConfigMap, and on SIGHUP. What is broken is "
        + "refused and the old one stays; /readyz?verbose says so.",
      "SIGTERM or SIGINT ends it: /readyz fails at once, serving goes on for --shutdown-delay, "
        + "then nothing new is accepted and what was accepted is answered. A second one ends it at "
        + "once.",
    ],
    options: [
      policy, certificates, certificate, key, secret, webhookConfiguration, kubeconfig,
      clientAuthority, clientName, listen, metricsListen,
      threads, logLevel, auditLog, shutdownDelay, shutdownTimeout, development,
    ] + LimitOption.all.map(\.option),
    exclusive: [
      [development, certificate], [development, key], [development, clientAuthority],
      [development, certificates],
    ],
    examples: [
      .init("kpatch-webhook serve --dev", "try it on this machine"),
      .init(
        "kpatch-webhook serve -p policy.yaml --tls-cert tls.crt --tls-key tls.key",
        "serve a cluster"),
      .init(
        "kpatch-webhook serve --tls-cert tls.crt --tls-key tls.key --client-ca ca.crt "
          + "--client-name kube-apiserver", "answer nobody but the API server"),
      .init(
        "kpatch-webhook serve --certificates self --secret kpatch/kpatch-tls "
          + "--webhook-configuration kpatch", "in a Pod, with a certificate of its own making"),
    ])

  private static let health = Command(
    "health", "Ask a running server how it is",
    discussion: [
      "Prints what /readyz says, over plain HTTP on the port of --metrics-listen. Exit status: 0 "
        + "ready, 1 not ready, 4 it cannot be reached. For the health check of a container, which "
        + "has no shell."
    ],
    arguments: [
      Argument("ADDRESS", "Host and port; \(HealthCommand.standardAddress) unless given")
    ],
    examples: [.init("kpatch-webhook health 127.0.0.1:8080", "is this container's server ready?")])

  private static let completion = Command(
    "completion", "Print the completion script of a shell",
    arguments: [
      Argument(
        "SHELL", "bash, zsh or fish", required: true,
        value: .choice(Shell.allCases.map { .init($0.rawValue) }))
    ],
    examples: [.init("source <(kpatch-webhook completion bash)", "in ~/.bashrc")])

  private static let version = Command("version", "Print the version")
}
