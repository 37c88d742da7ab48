import CommandLine

extension Commands {
  static let doctor = Command(
    "doctor", "Say what is wrong with the registration in a cluster",
    discussion: [
      "Reads both webhook configurations and, as far as it may, the Service, the Deployment and "
        + "the certificate behind them. It looks at trust, names, expiry, at what is left out so "
        + "that a cold cluster starts, at replicas and failure policy, at the order among other "
        + "webhooks, at versions, and with --policy at what the rules of the webhooks deliver.",
      "It changes nothing. Exit status: 0 without failures, 1 with some, 2 when it cannot look.",
    ],
    options: [kubeconfig, configurationName, policy, certificateFormat],
    examples: [
      .init("kpatch-webhook doctor --kubeconfig ~/.kube/config -p policy.yaml", "look at a cluster")
    ])
}
