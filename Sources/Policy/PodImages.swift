import Documents
import Kubernetes

/// An image that a pod uses: what a container runs, or what a volume shows.
struct PodImage {
  enum Holder {
    case container(ContainerScope)
    /// The position among the volumes.
    case volume(Int)
  }

  /// The name of the image; never null and not empty.
  let node: Node
  let holder: Holder
  /// Who uses it, for messages: `container "app"`.
  let label: String

  /// `nil` where it is no valid name, which ``Rule/tagPinned`` says of containers.
  var reference: ImageReference? {
    if case .container(let container) = holder { return try? container.image?.get() }
    return node.string.flatMap { try? ImageReference(parsing: $0) }
  }
}

extension PodScope {
  /// Calls for the image of each container and of each volume that shows one
  /// (`volumes[*].image.reference`). What names none is a fragment of a patch, or refused by the
  /// API server.
  func forEachImage(_ body: (PodImage) -> Void) {
    for container in containers {
      guard let node = container[.image], !node.isNull, !node.isString("") else { continue }
      body(
        PodImage(node: node, holder: .container(container), label: "container \(container.label)"))
    }
    guard let volumes else { return }
    for (position, volume) in volumes.elements.enumerated() {
      guard let node = volume["image"]?["reference"], !node.isNull, !node.isString("") else {
        continue
      }
      body(
        PodImage(
          node: node, holder: .volume(position), label: "volume \(volume.label(at: position))"))
    }
  }
}

extension FindingSink {
  /// Reports something about an image.
  mutating func report(
    _ image: PodImage, of pod: PodScope, _ message: FindingMessage, remedy: String? = nil
  ) {
    switch image.holder {
    case .container(let container):
      report(container, of: pod, at: ["image"], on: image.node, message, remedy: remedy)
    case .volume(let position):
      report(
        pod, at: ["volumes", String(position), "image", "reference"], on: image.node, message,
        remedy: remedy)
    }
  }
}
