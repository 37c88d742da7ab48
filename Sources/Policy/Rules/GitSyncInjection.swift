// Reads spec.{initContainers,containers,ephemeralContainers}[*].{env[*].name,image,command,args}.
// Allowed: no GITSYNC_GIT and no GIT_SYNC_GIT in the environment, and no --git among the arguments
// of an image called git-sync: git-sync runs that program in place of git.

import Documents

extension Rule {
  static let gitSyncInjection = Rule(
    id: "security/git-sync-injection",
    title: "git-sync runs git and nothing else",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].{env[*].name,image,command,args}"
    ],
    why: "git-sync runs whatever it is told to be git, with the rights of its pod, so whoever may "
      + "edit the manifest runs code where nobody looks.",
    source: "https://www.akamai.com/blog/security-research/"
      + "2024-august-kubernetes-gitsync-command-injection-defcon",
    remedy: "Remove the setting: the image has git where git-sync looks for it.",
    fix: .none,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: site}
        spec:
          containers:
            - name: git-sync
              image: registry.k8s.io/git-sync/git-sync:v4.4.0
              env:
                - {name: GITSYNC_REPO, value: "https://git.example.com/site"}
                - {name: GITSYNC_GIT, value: /tmp/run.sh}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: site}
        spec:
          containers:
            - name: git-sync
              image: registry.k8s.io/git-sync/git-sync:v4.4.0
              env:
                - {name: GITSYNC_REPO, value: "https://git.example.com/site"}
        """),
    aliases: [Alias(.checkov, "CKV_K8S_159")],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        checkEnvironment(container, pod, &findings)
        guard let image = container[.image], image.isString, image.contains("git-sync") else {
          return
        }
        for (field, list) in [("command", container[.command]), ("args", container[.args])] {
          guard let list else { continue }
          for (position, argument) in list.elements.enumerated() where namesGit(argument) {
            findings.report(
              container, of: pod, at: [field, String(position)], on: argument,
              "container \(container.label) tells git-sync which program to run as git")
          }
        }
      }
    })

  private static func checkEnvironment(
    _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let environment = container[.env] else { return }
    for (position, variable) in environment.elements.enumerated() {
      guard let name = variable["name"],
        name.isString("GITSYNC_GIT") || name.isString("GIT_SYNC_GIT")
      else { continue }
      findings.report(
        container, of: pod, at: ["env", String(position), "name"], on: name,
        "container \(container.label) tells git-sync by \(name.text) which program to run as git")
    }
  }

  private static func namesGit(_ argument: Node) -> Bool {
    argument.isString("--git") || argument.isString("-git") || argument.hasPrefix("--git=")
      || argument.hasPrefix("-git=")
  }
}
