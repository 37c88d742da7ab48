import Documents
import Kubernetes

/// What the API server refuses of an amount of pods that is a number or a share of them:
/// `minAvailable`, `maxUnavailable`, `maxSurge` (apps/validation ValidatePositiveIntOrPercent and
/// IsNotMoreThan100Percent).
enum PodAmount {
  /// What is wrong with an amount, as a clause about it, and what to do; `nil` where nothing is,
  /// and for what has another type, or a placeholder, which others judge.
  static func problem(
    in node: Node, isAtMostAll: Bool
  ) -> (clause: String, remedy: String)? {
    if let count = node.integer {
      return count < 0 ? ("\(count), which is negative", "Write 0 or more.") : nil
    }
    guard node.isString, !node.hasPlaceholder else { return nil }
    let written = node.text
    let digits = written.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard !digits.isEmpty, written.utf8.dropFirst(digits.count).elementsEqual("%".utf8) else {
      return (
        "\(quoted(written)), which is no percentage",
        digits.count == written.utf8.count && !digits.isEmpty
          ? "Write the number without quotes, or a percentage such as 25%."
          : "Write a whole number without quotes, or a percentage such as 25%."
      )
    }
    return isAtMostAll && isAboveAll(digits)
      ? ("\(printable(written)), which is more than all", "Write 100% or less.") : nil
  }

  /// Whether there is nothing in it: `0` and `0%`. What cannot be read counts as something.
  static func isNothing(_ node: Node) -> Bool {
    if let count = node.integer { return count == 0 }
    return DisruptionBudget.Amount(node) == .percent(0)
  }

  /// Whether a number in digits is above 100, whatever its length.
  private static func isAboveAll(_ digits: Substring.UTF8View) -> Bool {
    let significant = digits.drop { $0 == 0x30 }
    if significant.count != 3 { return significant.count > 3 }
    return !significant.elementsEqual("100".utf8)
  }
}
