/// Finds the characters that have a property, in the tables of ``UnicodeCategories`` and its
/// neighbours.
enum UnicodeProperties {
  /// A property's value by its names.
  struct Entry {
    let names: [String]
    /// Ranges, each as the distance from the end of the one before and the count of further
    /// characters. A number is written five bits to a character, lowest first, the last character
    /// marked by the sixth bit.
    let packed: String

    init(_ names: [String], _ packed: String) {
      self.names = names
      self.packed = packed
    }

    var set: ScalarSet {
      var ranges: [ClosedRange<UInt32>] = []
      var numbers: [UInt32] = []
      var (value, shift) = (UInt32(0), UInt32(0))
      var start: UInt32 = 0
      for byte in packed.utf8 where byte != UInt8(ascii: "\n") {
        let bits = UInt32(byte) - 0x30
        value |= (bits & 31) << shift
        shift += 5
        guard bits & 32 != 0 else { continue }
        numbers.append(value)
        (value, shift) = (0, 0)
        guard numbers.count == 2 else { continue }
        start += numbers[0]
        ranges.append(start...(start + numbers[1]))
        start += numbers[1] + 1
        numbers.removeAll(keepingCapacity: true)
      }
      return ScalarSet(sorted: ranges)
    }
  }

  /// The characters that a name within `\p{...}` stands for.
  ///
  /// RE2 knows categories by their short names, scripts by their long ones, and `Any`; Go adds what
  /// else is taken here. ECMA-262 has `General_Category=`, `Script=`, their short forms, and
  /// properties without a value.
  static func set(_ name: String, acceptsKeys: Bool) -> ScalarSet? {
    let parts = name.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    if acceptsKeys, parts.count == 2 {
      switch parts[0] {
      case "General_Category", "gc": return find(parts[1], in: UnicodeCategories.table)
      case "Script", "sc": return find(parts[1], in: UnicodeScripts.table)
      default: return nil
      }
    }
    switch name {
    case "Any": return .all
    case "ASCII": return ScalarSet([0...0x7F])
    case "Assigned": return find("Cn", in: UnicodeCategories.table)?.inverted
    default: break
    }
    if let set = find(name, in: UnicodeCategories.table) { return set }
    return find(name, in: acceptsKeys ? UnicodeBinaries.table : UnicodeScripts.table)
  }

  private static func find(_ name: String, in table: [Entry]) -> ScalarSet? {
    table.first { $0.names.contains { $0.utf8.elementsEqual(name.utf8) } }?.set
  }
}
