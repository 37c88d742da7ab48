import Kubernetes

/// Amounts from one quantity to another, both included: `10m..2`, `..8Gi`, `64Mi..`.
struct QuantityRange: Sendable {
  /// `nil` where there is no bound.
  let least: Quantity?
  let most: Quantity?

  /// `nil` where the text is no range, or none has a place in it.
  init?(_ text: String) {
    let bytes = text.utf8Span.span
    var dots: Int?
    for index in bytes.indices.dropLast()
    where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == UInt8(ascii: ".") {
      dots = index
      break
    }
    guard let dots, bytes.count > 2 else { return nil }
    do throws(QuantityError) {
      let least = bytes.extracting(0..<dots)
      let most = bytes.extracting((dots + 2)..<bytes.count)
      self.least = least.isEmpty ? nil : try Quantity(parsing: least)
      self.most = most.isEmpty ? nil : try Quantity(parsing: most)
    } catch {
      return nil
    }
    if let least, let most, most < least { return nil }
  }
}
