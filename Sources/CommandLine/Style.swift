/// Colours and weights for a terminal, or none.
package struct Style: Sendable, Equatable {
  package let enabled: Bool

  package init(enabled: Bool) {
    self.enabled = enabled
  }

  package static let plain = Style(enabled: false)

  package func bold(_ text: String) -> String { wrapped(text, "1") }
  package func faint(_ text: String) -> String { wrapped(text, "2") }
  package func red(_ text: String) -> String { wrapped(text, "31") }
  package func green(_ text: String) -> String { wrapped(text, "32") }
  package func yellow(_ text: String) -> String { wrapped(text, "33") }
  package func cyan(_ text: String) -> String { wrapped(text, "36") }

  private func wrapped(_ text: String, _ code: String) -> String {
    enabled ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// When output is coloured.
package enum ColorChoice: String, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// `auto` colours a terminal unless `NO_COLOR` is set to anything but nothing
  /// (https://no-color.org) or the terminal says that it is dumb.
  package func style(isTerminal: Bool, environment: (String) -> String?) -> Style {
    switch self {
    case .always: return Style(enabled: true)
    case .never: return .plain
    case .auto:
      let refused = !(environment("NO_COLOR") ?? "").isEmpty || environment("TERM") == "dumb"
      return Style(enabled: isTerminal && !refused)
    }
  }
}
