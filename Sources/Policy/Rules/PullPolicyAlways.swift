// Reads spec.{initContainers,containers,ephemeralContainers}[*].{imagePullPolicy,image}.
// Allowed: Always; missing with a tag latest or none, which means Always; everything with a digest,
// unless `digests` is set.

import Kubernetes

extension Rule {
  static let pullPolicyAlways = Rule(
    id: "image/pull-policy-always",
    title: "Images are asked for at each start",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{initContainers,containers,ephemeralContainers}[*].{imagePullPolicy,image}"],
    why: "A node keeps what a tag meant when it pulled it first, and gives that to every pod on "
      + "it, also to those that have no credentials for the registry.",
    source: "https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy",
    remedy: "Set imagePullPolicy to Always; layers that the node has are not pulled again.",
    parameters: [
      Parameter(
        "digests", .boolean, default: false,
        "Whether it is asked for images with a digest as well, which cannot change.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              imagePullPolicy: IfNotPresent
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              imagePullPolicy: Always
        """),
    aliases: [
      Alias(.polaris, "pullPolicyNotAlways"),
      Alias(.kubeScore, "container-image-pull-policy"),
      Alias(.kyverno, "imagepullpolicy-always"),
      Alias(.checkov, "CKV_K8S_15"),
    ],
    makeCheck: { parameters, _ in
      let asksDigests = parameters.boolean("digests")
      return .container { container, pod, findings in
        let policy = container[.imagePullPolicy].flatMap { $0.isNull ? nil : $0 }
        if policy?.isString("Always") == true { return }
        guard let image = try? container.image?.get() else { return }
        if image.hasDigest, !asksDigests { return }
        // SetDefaults_Container
        if policy == nil, !image.hasDigest, image.tag == nil || image.isTag("latest") { return }
        findings.report(
          container, of: pod, at: ["imagePullPolicy"],
          policy == nil
            ? "container \(container.label) has no imagePullPolicy, which means IfNotPresent: "
              + "it gets what its node has by that name"
            : "the imagePullPolicy of container \(container.label) is not Always: "
              + "it gets what its node has by that name",
          fix: .set("Always"))
      }
    })
}
