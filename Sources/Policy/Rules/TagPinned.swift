// Scenario S07: `image: guardian-zero-service:latest`.
// Reads spec.{initContainers,containers,ephemeralContainers}[*].image.
// Allowed: a reference with a digest; or one with a tag that is none of `floatingTags`. The grammar
// is that of the container runtimes: in `localhost:5000/nginx` 5000 is a port. Not judged: what a
// tool makes a name of before it is applied (`ko://...`, `${IMAGE}`, `{{ .Image }}`); as it stands
// no runtime takes it.

import Documents
import Kubernetes

extension Rule {
  static let tagPinned = Rule(
    id: "image/tag-pinned",
    title: "Images name a version",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .pods,
    fields: ["spec.{initContainers,containers,ephemeralContainers}[*].image"],
    why:
      "A tag that moves makes two nodes run different programs under one name, and leaves nothing "
      + "to roll back to.",
    source: "https://kubernetes.io/docs/concepts/containers/images/",
    remedy: "Name the version as the tag, or pin the image by its digest.",
    parameters: [
      Parameter(
        "floatingTags", .patterns, default: ["latest"],
        "Tags that move and so are no version; no tag means latest.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: localhost:5000/app
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: localhost:5000/app:1.4.2
        """),
    aliases: [
      Alias(.polaris, "tagNotSpecified"),
      Alias(.kubeLinter, "latest-tag"),
      Alias(.kubeScore, "container-image-tag"),
      Alias(.kyverno, "disallow-latest-tag"),
      Alias(.gatekeeper, "K8sDisallowedTags"),
      Alias(.checkov, "CKV_K8S_14"),
    ],
    makeCheck: { parameters, _ in
      let floating = parameters.globs("floatingTags")
      return .container { container, pod, findings in
        // What names no image at all is a fragment of a patch, or refused by the API server.
        guard let node = container[.image], !node.isNull else { return }
        guard let name = container.image else {
          findings.report(
            container, of: pod, at: ["image"],
            "the image of container \(container.label) is \(node.kind.phrase), not a name")
          return
        }
        let image: ImageReference
        do throws(ImageReferenceError) {
          image = try name.get()
        } catch {
          if isFilledIn(node.text) { return }
          findings.report(
            container, of: pod, at: ["image"],
            "the image of container \(container.label) is no valid name: \(error.message)",
            remedy: "Write registry/path:tag.")
          return
        }
        if image.hasDigest { return }
        guard let tag = image.tag else {
          findings.report(
            container, of: pod, at: ["image"],
            "the image of container \(container.label) has no tag, which means latest: "
              + "what runs changes without a change here")
          return
        }
        guard floating.contains(where: { $0.matches(tag) }) else { return }
        findings.report(
          container, of: pod, at: ["image"],
          "the image of container \(container.label) has the tag \(quoted(tag)): "
            + "what runs changes without a change here")
      }
    })

  /// Whether a text that is no valid name is a template for one.
  private static func isFilledIn(_ text: String) -> Bool {
    text.hasPrefix("ko://") || text.utf8.contains(UInt8(ascii: "{")) || text.contains("$(")
  }
}
