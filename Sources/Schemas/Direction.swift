/// Writing from right to left in host names: RFC 5893, for the Hebrew and Arabic blocks.
enum Direction {
  /// Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours: the classes R and AL.
  static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x660...0x669, 0x6F0...0x6F9: false
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      !isMark(scalar)
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
  }

  /// RFC 5893 §2. A label of a name in which another one is written from right to left must begin
  /// with a letter too.
  static func isAllowed(_ label: [Unicode.Scalar], inBidirectionalName isWhole: Bool) -> Bool {
    guard label.contains(where: isRightToLeft) else {
      return !isWhole || label.first.map { $0.properties.isAlphabetic } ?? false
    }
    guard let first = label.first, isRightToLeft(first) else { return false }
    var (hasEuropean, hasArabic) = (false, false)
    for scalar in label {
      switch scalar.value {
      case 0x30...0x39, 0x6F0...0x6F9: hasEuropean = true
      case 0x660...0x669: hasArabic = true
      default:
        let isNeutral = scalar == "-" || isMark(scalar) || [0x200C, 0x200D].contains(scalar.value)
        guard isRightToLeft(scalar) || isNeutral else { return false }
      }
    }
    return !(hasEuropean && hasArabic)
  }

  /// Letters of the Arabic block that join with the one before them.
  static func joinsBackward(_ scalar: Unicode.Scalar) -> Bool {
    (0x620...0x64A).contains(scalar.value) && scalar.value != 0x621
      || (0x66E...0x6D3).contains(scalar.value)
  }

  /// Of those, the ones that join with the one after them as well.
  static func joinsForward(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x622...0x625, 0x627, 0x629, 0x62F...0x632, 0x648, 0x671...0x677, 0x688...0x699,
      0x6C0...0x6CB, 0x6CD, 0x6CF, 0x6D2, 0x6D3:
      false
    default: joinsBackward(scalar)
    }
  }
}
