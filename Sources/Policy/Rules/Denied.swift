// Scenario S08: a runtime past its end of life, `python:3.9-slim` beside a platform on 3.11.
// Reads spec.{initContainers,containers,ephemeralContainers}[*].image and
//   spec.volumes[*].image.reference.
// Allowed: images that no pattern of `images` matches, or one of `except` does. Each image is held
// against them as people write it (`python:3.9-slim`) and in full
// (`docker.io/library/python:3.9-slim`), with and without tag and digest; no tag means latest.

import Kubernetes
import Patterns

extension Rule {
  static let denied = Rule(
    id: "image/denied",
    title: "Images are none that the policy denies",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].image",
      "spec.volumes[*].image.reference",
    ],
    why: "A runtime past its end of life gets no fixes any more, and nobody notices the day on "
      + "which that begins.",
    source: "https://kubernetes.io/docs/concepts/containers/images/",
    remedy: "Use another image, as the reason says.",
    parameters: [
      Parameter(
        "images", .reasons, default: nil, required: true,
        "Patterns for images, each with the reason why it is denied: \"python:3.9*\", "
          + "\"*/mysql:5.*\", \"quay.io/*\", \"*:latest\", \"centos\"."),
      Parameter(
        "except", .patterns, default: nil,
        "Patterns for images that are allowed all the same."),
    ],
    example: Example(
      fails: """
        # rules: {image/denied: {action: deny, images: {"python:3.9*": "use 3.11"}}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: python:3.9-slim
        """,
      passes: """
        # rules: {image/denied: {action: deny, images: {"python:3.9*": "use 3.11"}}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: python:3.11-slim
        """),
    aliases: [
      Alias(.gatekeeper, "K8sDisallowedRepos"),
      Alias(.gatekeeper, "K8sDisallowedTags"),
    ],
    makeCheck: { parameters, _ in
      let images = parameters.reasons("images").map { (pattern: $0, reason: clause($1)) }
      let exceptions = parameters.globs("except")
      return .pod { pod, findings in
        pod.forEachImage { image in
          guard let reference = image.reference else { return }
          let spellings = reference.spellings
          guard let found = images.first(where: { $0.pattern.matches(any: spellings) }),
            !exceptions.contains(where: { $0.matches(any: spellings) })
          else { return }
          findings.report(
            image, of: pod,
            "the policy denies the image of \(image.label), \(quoted(reference.text)): "
              + found.reason)
        }
      }
    })

  /// A sentence of the policy as the end of a message: on one line, without a full stop.
  private static func clause(_ reason: String) -> String {
    let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }
}

extension Glob {
  fileprivate func matches(any texts: [String]) -> Bool { texts.contains { matches($0) } }
}

extension ImageReference {
  /// The ways in which this image can be written, those without tag and digest among them.
  fileprivate var spellings: [String] {
    var names = [repository]
    if normalizedDomain == Self.defaultDomain {
      let official = "library/"
      let path = normalizedPath
      names.append(path.hasPrefix(official) ? String(path.dropFirst(official.utf8.count)) : path)
    }
    let tag = tag ?? (hasDigest ? nil : "latest")
    var spellings = names
    for name in names {
      if let tag { spellings.append("\(name):\(tag)") }
      if let digest {
        spellings.append("\(name)@\(digest)")
        if let tag { spellings.append("\(name):\(tag)@\(digest)") }
      }
    }
    return spellings
  }
}
