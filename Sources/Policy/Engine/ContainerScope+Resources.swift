import Documents
import Kubernetes

extension Parameter {
  /// Shared by the rules about requests and limits.
  static let initContainers = Parameter(
    "initContainers", .boolean, default: true,
    "Whether init containers that end before the others start are asked for it as well.")
}

extension ContainerScope {
  /// Whether it can have requests and limits, and is asked for them.
  func takesResources(_ initContainers: Bool) -> Bool {
    switch sort {
    case .app, .sidecar: true
    case .initial: initContainers
    case .ephemeral: false
    }
  }
}

extension EffectiveResources.Amount {
  /// Whether the amount is nothing, as in `0`, `0m` or `0.0`.
  var isZero: Bool {
    // A quantity that begins with a digit other than 0 is more than nothing; that is nearly all.
    let isPlain = node.withText { text in
      text.count > 0 && text[0] > UInt8(ascii: "0") && text[0] <= UInt8(ascii: "9")
    }
    if isPlain { return false }
    guard let quantity = try? quantity() else { return false }
    return quantity.isZero
  }
}
