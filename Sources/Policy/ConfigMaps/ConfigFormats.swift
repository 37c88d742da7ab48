import Documents
import Embedded
import Kubernetes
import Schemas

/// The formats of what ConfigMaps carry, beside those of JSON Schema.
enum ConfigFormats {
  static let all: [SchemaFormat] =
    [
      SchemaFormat(name: "duration", words: "a duration such as 30s, 1h30m or 250ms") {
        (try? GoDuration(parsing: $0)) != nil
      },
      SchemaFormat(name: "quantity", words: "a quantity such as 512Mi, 1.5Gi or 250m") {
        (try? Quantity(parsing: $0)) != nil
      },
      SchemaFormat(name: "url", words: "a URL with scheme and host, such as https://example.com") {
        isURL($0)
      },
      SchemaFormat(name: "host-port", words: "a host and a port, such as redis:6379") {
        isHostPort($0)
      },
      SchemaFormat(name: "cidr", words: "a network such as 10.0.0.0/8") { isCIDR($0) },
      SchemaFormat(name: "cron", words: "a schedule such as */5 * * * *") {
        (try? CronSchedule(parsing: $0)) != nil
      },
      SchemaFormat(name: "s3-bucket", words: "a name that S3 allows for a bucket") {
        isBucket($0)
      },
      SchemaFormat(name: "arn", words: "an ARN such as arn:aws:s3:::bucket") { isARN($0) },
      SchemaFormat(name: "semver", words: "a semantic version such as 1.4.2") { isVersion($0) },
      SchemaFormat(name: "port", words: "a port from 1 to 65535") { isPort($0) },
      SchemaFormat(
        name: "log-level",
        words: "one of trace, debug, info, notice, warn, warning, error, critical, fatal, off"
      ) { text in
        logLevels.contains { equalsFoldingCase(text, $0) }
      },
      SchemaFormat(name: "base64", words: "base64") { Base64.isBase64($0) },
      SchemaFormat(name: "json", words: "JSON") { EmbeddedDocument.holds($0, as: .json) },
      SchemaFormat(name: "yaml", words: "YAML") { EmbeddedDocument.holds($0, as: .yaml) },
    ] + isoDuration

  /// The standard's `duration`, which gives its name to that of Go.
  private static var isoDuration: [SchemaFormat] {
    guard let standard = standard("duration") else { return [] }
    return [SchemaFormat(name: "iso-duration", words: standard.words, holds: standard.holds)]
  }

  static func format(_ name: String) -> SchemaFormat? {
    all.first { $0.name == name } ?? standard(name)
  }

  private static func standard(_ name: String) -> SchemaFormat? {
    SchemaFormat.standard.first { $0.name == name }
  }

  private static let logLevels = [
    "trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "off",
  ]

  private static let uri = standard("uri")
  private static let hostname = standard("hostname")
  private static let ipv4 = standard("ipv4")
  private static let ipv6 = standard("ipv6")

  private static func equalsFoldingCase(_ text: Span<UInt8>, _ word: String) -> Bool {
    let word = word.utf8Span.span
    guard text.count == word.count else { return false }
    for index in text.indices where text[index] | 0x20 != word[index] { return false }
    return true
  }
}

// MARK: - Names and addresses

extension ConfigFormats {
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isLower(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
  private static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }

  /// The first place of a byte.
  private static func find(
    _ byte: UInt8, in text: Span<UInt8>, from start: Int = 0
  ) -> Int? {
    var at = start
    while at < text.count {
      if text[at] == byte { return at }
      at += 1
    }
    return nil
  }

  private static func equals(_ text: Span<UInt8>, _ word: String) -> Bool {
    let word = word.utf8Span.span
    guard text.count == word.count else { return false }
    for index in text.indices where text[index] != word[index] { return false }
    return true
  }

  static func isURL(_ text: Span<UInt8>) -> Bool {
    guard uri?.holds(text) == true, let colon = find(UInt8(ascii: ":"), in: text),
      colon + 3 < text.count, text[colon + 1] == UInt8(ascii: "/"),
      text[colon + 2] == UInt8(ascii: "/")
    else { return false }
    // The host begins after what names a user.
    var host = colon + 3
    var end = host
    while end < text.count {
      let byte = text[end]
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
        break
      }
      if byte == UInt8(ascii: "@") { host = end + 1 }
      end += 1
    }
    return host < end && text[host] != UInt8(ascii: ":")
  }

  static func isPort(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text.count <= 5, text[0] != 48 else { return false }
    var value = 0
    for index in text.indices {
      guard isDigit(text[index]) else { return false }
      value = value * 10 + Int(text[index] - 48)
    }
    return value <= 65_535
  }

  static func isHostPort(_ text: Span<UInt8>) -> Bool {
    var colon = text.count - 1
    while colon >= 0, text[colon] != UInt8(ascii: ":") { colon -= 1 }
    guard colon > 0, isPort(text.extracting(colon + 1..<text.count)) else { return false }
    let host = text.extracting(0..<colon)
    if host[0] == UInt8(ascii: "[") {
      return host.count > 2 && host[host.count - 1] == UInt8(ascii: "]")
        && ipv6?.holds(host.extracting(1..<host.count - 1)) == true
    }
    return hostname?.holds(host) == true || ipv4?.holds(host) == true
  }

  static func isCIDR(_ text: Span<UInt8>) -> Bool {
    guard let slash = find(UInt8(ascii: "/"), in: text) else { return false }
    let address = text.extracting(0..<slash)
    let length = text.extracting(slash + 1..<text.count)
    guard length.count > 0, length.count <= 3, length.count == 1 || length[0] != 48 else {
      return false
    }
    var bits = 0
    for index in length.indices {
      guard isDigit(length[index]) else { return false }
      bits = bits * 10 + Int(length[index] - 48)
    }
    return ipv4?.holds(address) == true && bits <= 32
      || ipv6?.holds(address) == true && bits <= 128
  }

  /// S3 "General purpose bucket naming rules".
  static func isBucket(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 3, text.count <= 63 else { return false }
    let dot = UInt8(ascii: ".")
    var onlyNumbers = true
    for index in text.indices {
      let byte = text[index]
      let isInner = byte == dot || byte == UInt8(ascii: "-")
      guard isLower(byte) || isDigit(byte) || isInner && index > 0 && index < text.count - 1 else {
        return false
      }
      if byte == dot, text[index - 1] == dot { return false }
      if !isDigit(byte), byte != dot { onlyNumbers = false }
    }
    if onlyNumbers, ipv4?.holds(text) == true { return false }
    let name = String(decoding: Array(copying: text), as: UTF8.self)
    let prefixes = ["xn--", "sthree-", "amzn-s3-demo-"]
    let suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"]
    return !prefixes.contains { name.hasPrefix($0) } && !suffixes.contains { name.hasSuffix($0) }
  }

  /// `arn:partition:service:region:account:resource`.
  static func isARN(_ text: Span<UInt8>) -> Bool {
    var parts: [Range<Int>] = []
    var start = 0
    while parts.count < 5, let colon = find(UInt8(ascii: ":"), in: text, from: start) {
      parts.append(start..<colon)
      start = colon + 1
    }
    guard parts.count == 5, start < text.count, equals(text.extracting(parts[0]), "arn") else {
      return false
    }
    for index in start..<text.count where text[index] <= 0x20 { return false }
    func isName(_ range: Range<Int>) -> Bool {
      for index in range {
        let byte = text[index]
        guard isLower(byte) || isDigit(byte) || byte == UInt8(ascii: "-") else { return false }
      }
      return true
    }
    guard isName(parts[1]), isName(parts[2]), isName(parts[3]), !parts[2].isEmpty,
      parts[1].count >= 3,
      equals(text.extracting(parts[1].lowerBound..<parts[1].lowerBound + 3), "aws")
    else { return false }
    let account = text.extracting(parts[4])
    if account.count == 0 || equals(account, "aws") { return true }
    guard account.count == 12 else { return false }
    for index in account.indices where !isDigit(account[index]) { return false }
    return true
  }
}

// MARK: - Versions and schedules

extension ConfigFormats {
  /// Semantic Versioning 2.0.0.
  static func isVersion(_ text: Span<UInt8>) -> Bool {
    let plus = find(UInt8(ascii: "+"), in: text) ?? text.count
    if plus < text.count, !isIdentifiers(text, plus + 1..<text.count, allowsZeros: true) {
      return false
    }
    var core = find(UInt8(ascii: "-"), in: text) ?? plus
    if core > plus { core = plus }
    if core < plus, !isIdentifiers(text, core + 1..<plus, allowsZeros: false) { return false }
    var numbers = 0
    var start = 0
    while start <= core {
      var end = start
      while end < core, isDigit(text[end]) { end += 1 }
      guard end > start, end == start + 1 || text[start] != 48 else { return false }
      numbers += 1
      guard end < core else { break }
      guard text[end] == UInt8(ascii: ".") else { return false }
      start = end + 1
    }
    return numbers == 3
  }

  private static func isIdentifiers(
    _ text: Span<UInt8>, _ range: Range<Int>, allowsZeros: Bool
  ) -> Bool {
    var start = range.lowerBound
    while true {
      var end = start
      var isNumber = true
      while end < range.upperBound, text[end] != UInt8(ascii: ".") {
        let byte = text[end]
        guard isDigit(byte) || isLower(byte) || isUpper(byte) || byte == UInt8(ascii: "-") else {
          return false
        }
        if !isDigit(byte) { isNumber = false }
        end += 1
      }
      guard end > start else { return false }
      if !allowsZeros, isNumber, end > start + 1, text[start] == 48 { return false }
      if end == range.upperBound { return true }
      start = end + 1
    }
  }
}

extension [UInt8] {
  init(copying text: Span<UInt8>) {
    self = [UInt8](capacity: text.count) { bytes in
      for index in text.indices { bytes.append(text[index]) }
    }
  }
}
