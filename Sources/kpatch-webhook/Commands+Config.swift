import Admission
import CommandLine

extension Commands {
  // MARK: Options

  static let url = Option(
    "url", .text("URL"),
    "Where the server is, for an API server outside of its cluster's network: https://, a name or "
      + "an address, a port, and a path if there is one before /mutate and /validate")
  static let service = Option(
    "service", .text("NAMESPACE/NAME"),
    "The Service before the server, with :PORT behind it unless it is 443")
  static let pathPrefix = Option(
    "path-prefix", .text("PATH"),
    "What stands before /mutate and /validate, where a proxy in front takes it away")
  static let authorityBundle = Option(
    "ca-bundle", .file("FILE"),
    "Authorities of the serving certificate, PEM. Without it somebody else has to fill them in: "
      + "cert-manager, or kubectl")
  static let failurePolicy = Option(
    "failure-policy",
    .choice(WebhookRegistration.FailurePolicy.allCases.map { .init($0.rawValue) }, name: "POLICY"),
    "What becomes of a request that nobody judges: Ignore lets it through, and is the default; "
      + "Fail refuses it. Mutation is never insisted on")
  static let timeout = Option(
    "timeout", .text("SECONDS"),
    "How long an API server waits for an answer, from 1 to 30; 5 is the default")
  static let configurationName = Option(
    "name", .text("NAME"), "Name of both configurations; kpatch is the default")
  static let excludedNamespace = Option(
    "exclude-namespace", .text("NAME"), repeats: true,
    "Namespace of which nothing is sent, beside kube-system, kube-node-lease, those that the "
      + "policy excludes and that of the Service; may be repeated")
  static let configurationFormat = Option(
    "format", .choice(["yaml", "json"], name: "FORMAT"), "yaml or json; yaml is the default")

  // MARK: Command

  static let config = Command(
    "config", "Print the webhook configurations that a policy needs",
    discussion: [
      "A MutatingWebhookConfiguration where the policy has mutators or fixes, and a "
        + "ValidatingWebhookConfiguration where it has rules that judge one object alone. They "
        + "name the kinds, operations and subresources that those read, and nothing else; a rule "
        + "or a mutator for all objects, as labels are, gets all kinds.",
      "Print them again when the policy changes. Nodes, leases, certificate signing requests and "
        + "mirror pods are never sent.",
    ],
    options: [
      url, service, pathPrefix, authorityBundle, policy, failurePolicy, timeout,
      configurationName, excludedNamespace, configurationFormat,
    ],
    exclusive: [[url, service]],
    examples: [
      .init(
        "kpatch-webhook config --service kpatch/kpatch-webhook --ca-bundle ca.crt -p policy.yaml "
          + "| kubectl apply -f -", "register the server in a cluster"),
      .init(
        "kpatch-webhook config --url https://10.0.0.7:8443 --ca-bundle ca.crt",
        "one that runs outside of it"),
    ])
}
