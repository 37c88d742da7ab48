/// Colours and weights for a terminal, or none.
package struct Style: Sendable, Equatable {
  package let enabled: Bool

  package init(enabled: Bool) {
    self.enabled = enabled
  }

  package static let plain = Style(enabled: false)

  package enum Look: String, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case cyan = "36"
  }

  /// What makes the text that follows look so; empty where nothing is coloured.
  package func start(_ look: Look) -> String { enabled ? "\u{1B}[\(look.rawValue)m" : "" }

  /// What ends it.
  package var end: String { enabled ? "\u{1B}[0m" : "" }

  package func bold(_ text: String) -> String { start(.bold) + text + end }
  package func faint(_ text: String) -> String { start(.faint) + text + end }
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
