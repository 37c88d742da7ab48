/// A kind of token with a prefix by which its maker lets it be found: a table that one line
/// extends.
///
/// Source: the makers' own documentation of their tokens, each named by its prefix.
struct TokenShape: Sendable {
  enum Alphabet: Sendable {
    case digits, hex, alphanumeric
    /// Letters, digits, `-` and `_`.
    case base64URL
    /// As ``base64URL`` and `.`.
    case dotted
    /// Letters, digits, `+`, `/` and `=`.
    case base64
    /// Capital letters and digits.
    case capitals

    func has(_ byte: UInt8) -> Bool {
      switch self {
      case .digits: byte.isDigit
      case .hex: byte.isHexDigit
      case .alphanumeric: byte.isAlphanumeric
      case .base64URL:
        byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      case .dotted: Self.base64URL.has(byte) || byte == UInt8(ascii: ".")
      case .base64:
        byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
          || byte == UInt8(ascii: "=")
      case .capitals: byte.isUppercaseLetter || byte.isDigit
      }
    }
  }

  /// For messages, with its article.
  let name: String
  let prefix: String
  let alphabet: Alphabet
  /// The least bytes behind the prefix.
  let length: Int
  /// Whether it has exactly these.
  let isExact: Bool
  /// What the rest must hold: the dots of a JSON Web Token.
  let infix: String

  init(
    _ name: String, _ prefix: String, _ alphabet: Alphabet, _ length: Int, exact: Bool = false,
    infix: String = ""
  ) {
    self.name = name
    self.prefix = prefix
    self.alphabet = alphabet
    self.length = length
    self.isExact = exact
    self.infix = infix
  }

  static let all: [TokenShape] = [
    TokenShape("an AWS access key", "AKIA", .capitals, 16, exact: true),
    TokenShape("an AWS access key", "ASIA", .capitals, 16, exact: true),
    TokenShape("a GitHub token", "ghp_", .alphanumeric, 36),
    TokenShape("a GitHub token", "gho_", .alphanumeric, 36),
    TokenShape("a GitHub token", "ghu_", .alphanumeric, 36),
    TokenShape("a GitHub token", "ghs_", .alphanumeric, 36),
    TokenShape("a GitHub token", "ghr_", .alphanumeric, 36),
    TokenShape("a GitHub token", "github_pat_", .base64URL, 60),
    TokenShape("a GitLab token", "glpat-", .base64URL, 20),
    TokenShape("a GitLab token", "gldt-", .base64URL, 20),
    TokenShape("a GitLab token", "glrt-", .base64URL, 20),
    TokenShape("a Slack token", "xoxb-", .base64URL, 24),
    TokenShape("a Slack token", "xoxp-", .base64URL, 24),
    TokenShape("a Slack token", "xoxa-", .base64URL, 24),
    TokenShape("a Slack token", "xoxs-", .base64URL, 24),
    TokenShape("a Slack token", "xapp-", .base64URL, 24),
    TokenShape("a Slack webhook", "hooks.slack.com/services/T", .base64, 36),
    TokenShape("a Stripe key", "sk_live_", .alphanumeric, 16),
    TokenShape("a Stripe key", "sk_test_", .alphanumeric, 16),
    TokenShape("a Stripe key", "rk_live_", .alphanumeric, 16),
    TokenShape("a Stripe webhook secret", "whsec_", .base64, 24),
    TokenShape("a Google API key", "AIza", .base64URL, 35, exact: true),
    TokenShape("a Google client secret", "GOCSPX-", .base64URL, 28),
    TokenShape("a SendGrid key", "SG.", .dotted, 66, infix: "."),
    TokenShape("a Twilio key", "SK", .hex, 32, exact: true),
    TokenShape("a Mailgun key", "key-", .hex, 32, exact: true),
    TokenShape("an npm token", "npm_", .alphanumeric, 36),
    TokenShape("a PyPI token", "pypi-AgEI", .base64URL, 50),
    TokenShape("a RubyGems key", "rubygems_", .hex, 48),
    TokenShape("a Docker Hub token", "dckr_pat_", .base64URL, 20),
    TokenShape("an OpenAI key", "sk-proj-", .base64URL, 40),
    TokenShape("an OpenAI key", "sk-", .alphanumeric, 48, exact: true),
    TokenShape("an Anthropic key", "sk-ant-", .base64URL, 40),
    TokenShape("a Hugging Face token", "hf_", .alphanumeric, 34),
    TokenShape("a Vault token", "hvs.", .base64URL, 24),
    TokenShape("a Vault token", "hvb.", .base64URL, 24),
    TokenShape("a Terraform Cloud token", "atlasv1.", .base64URL, 60),
    TokenShape("a DigitalOcean token", "dop_v1_", .hex, 64),
    TokenShape("a DigitalOcean token", "doo_v1_", .hex, 64),
    TokenShape("a Databricks token", "dapi", .hex, 32, exact: true),
    TokenShape("a Doppler token", "dp.pt.", .alphanumeric, 40),
    TokenShape("a Grafana token", "glsa_", .base64URL, 32),
    TokenShape("a Grafana token", "glc_eyJ", .base64, 32),
    TokenShape("a New Relic key", "NRAK-", .capitals, 27),
    TokenShape("a Shopify token", "shpat_", .hex, 32),
    TokenShape("a Sentry token", "sntrys_eyJ", .base64, 40),
    TokenShape("a Linear key", "lin_api_", .alphanumeric, 40),
    TokenShape("a Postman key", "PMAK-", .base64URL, 50),
    TokenShape("an age key", "AGE-SECRET-KEY-1", .capitals, 58),
    TokenShape("an Azure storage key", "AccountKey=", .base64, 86),
    TokenShape("an Azure access key", "SharedAccessKey=", .base64, 40),
    // A Kubernetes ServiceAccount's among them. `eyJ` is `{"` in base64.
    TokenShape("a JSON Web Token", "eyJ", .dotted, 60, infix: ".eyJ"),
  ]

  /// By their first byte, so that at most places nothing is compared.
  static let byFirstByte: [[TokenShape]] = {
    var table = [[TokenShape]](repeating: [], count: 256)
    for shape in all {
      if let first = shape.prefix.utf8.first { table[Int(first)].append(shape) }
    }
    return table
  }()

  /// Bytes in which the infix is looked for.
  private static let maximumBytes = 512

  func matches(_ text: Span<UInt8>, at start: Int) -> Bool {
    guard SecretShape.has(text, start, prefix) else { return false }
    let first = start + prefix.utf8.count
    var index = first
    let limit = infix.isEmpty ? length + 1 : Self.maximumBytes
    while index < text.count, index - first < limit, alphabet.has(text[index]) { index += 1 }
    let count = index - first
    guard isExact ? count == length : count >= length else { return false }
    if !infix.isEmpty, !Self.holds(text, first..<index, infix) { return false }
    return !isExample(text, first..<index)
  }

  private static func holds(_ text: Span<UInt8>, _ range: Range<Int>, _ infix: String) -> Bool {
    range.contains { SecretShape.has(text, $0, infix) }
  }

  /// What stands in documentation: `AKIAIOSFODNN7EXAMPLE`, `ghp_xxxxxxxxxxxx`.
  private func isExample(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var seen = [256 of Bool](repeating: false)
    var distinct = 0
    for index in range {
      let byte = Int(text[index])
      if !seen[byte] {
        seen[byte] = true
        distinct += 1
      }
      if SecretShape.has(text, index, "EXAMPLE") || SecretShape.has(text, index, "example") {
        return true
      }
    }
    // Sixteen random characters have fewer than seven different ones once in a million.
    return distinct < 7
  }
}
