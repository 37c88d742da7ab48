import CommandLine

extension Commands {
  static func parity(_ words: PolicyWords) -> Command {
    Command(
      "parity", "Compare environments, and say in what they are not in step",
      discussion: [
        "Objects are the same by group, kind and name, whatever their namespace; where a name "
          + "occurs in several namespaces, or both environments have both namespaces, these tell "
          + "them apart. kustomize's hashes in names of ConfigMaps and Secrets do not count.",
        "Compared are objects, keys of ConfigMaps, Secrets, SealedSecrets and ExternalSecrets, "
          + "containers, images (repository, and tag with digest), environment variables and "
          + "where their values come from, probes, requests and limits, and of ConfigMaps the "
          + "values that schemas of the policy's configMaps name. Values of Secrets and of "
          + "variables are not, and neither are replicas. What may be secret is not shown.",
        "What may differ is declared in the policy, under parity.allow. The exit status is 1 "
          + "where something else differs. The policy's mutations are taken as done.",
      ],
      options: [policy, mutate(words), namespace, names, format],
      arguments: [
        Argument(
          "PATH",
          "An environment each: a folder, walked for .yaml, .yml and .json as elsewhere, a file, "
            + "or - for standard input", required: true, repeats: true, value: .path("PATH"))
      ],
      examples: [
        .init("kpatch parity staging/ production/", "what one has and the other has not"),
        .init(
          "kustomize build overlays/dev | kpatch parity --names dev,live - live.yaml",
          "what a tool makes of its sources"),
        .init("kpatch parity --format json dev/ staging/ live/", "for a machine"),
      ])
  }
}
