/// RFC 3492: Unicode in the letters of host names.
enum Punycode {
  /// `nil` where a text is none. Labels have at most 63 bytes, so that a square is no matter.
  static func decode(_ text: Span<UInt8>) -> [Unicode.Scalar]? {
    var output: [Unicode.Scalar] = []
    var start = 0
    for index in text.indices where text[index] == UInt8(ascii: "-") { start = index }
    for index in 0..<start { output.append(Unicode.Scalar(text[index])) }
    if start > 0 { start += 1 }
    var (code, place, bias) = (128, 0, 72)
    var index = start
    if index >= text.count { return nil }
    while index < text.count {
      let old = place
      var (weight, step) = (1, 36)
      while true {
        guard index < text.count, let digit = digit(text[index]) else { return nil }
        index += 1
        place += digit * weight
        let threshold = step <= bias ? 1 : step >= bias + 26 ? 26 : step - bias
        if digit < threshold { break }
        weight *= 36 - threshold
        step += 36
        guard weight < 1 << 40, place < 1 << 50 else { return nil }
      }
      bias = adapt(place - old, output.count + 1, isFirst: old == 0)
      code += place / (output.count + 1)
      place %= output.count + 1
      guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else {
        return nil
      }
      output.insert(scalar, at: place)
      place += 1
    }
    return output
  }

  /// The bytes that a label takes without its `xn--`; `nil` for one that is far too long.
  static func encodedSize(_ label: [Unicode.Scalar]) -> Int? {
    guard label.count <= 63 else { return nil }
    var size = label.count(where: \.isASCII)
    var handled = size
    if size > 0 { size += 1 }
    var (code, delta, bias) = (UInt32(128), 0, 72)
    let basic = handled
    while handled < label.count {
      guard let next = label.lazy.map(\.value).filter({ $0 >= code }).min() else { return nil }
      delta += Int(next - code) * (handled + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        var (rest, step) = (delta, 36)
        while true {
          size += 1
          let threshold = step <= bias ? 1 : step >= bias + 26 ? 26 : step - bias
          if rest < threshold { break }
          rest = (rest - threshold) / (36 - threshold)
          step += 36
        }
        bias = adapt(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return size
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var step = 0
    while delta > 455 {
      delta /= 35
      step += 36
    }
    return step + 36 * delta / (delta + 38)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if Characters.isDigit(byte) { return Int(byte) - 0x30 + 26 }
    return Characters.isLetter(byte) ? Int(byte | 0x20) - 0x61 : nil
  }
}
