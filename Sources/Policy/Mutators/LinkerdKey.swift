import Documents

/// A key of Linkerd's settings: `linkerd.io/inject` and all of `config.linkerd.io/`, with those of
/// alpha and beta. What the injector itself writes (`linkerd.io/created-by`) is none of them.
struct LinkerdKey {
  private static let domains = [
    "config.linkerd.io/", "config.alpha.linkerd.io/", "config.beta.linkerd.io/",
  ]

  /// `nil` for every other key; `config.linkerd.io/admission-webhooks` is a label by its nature.
  init?(_ key: Node) {
    let isSetting = key.withText { text in
      text.says("linkerd.io/inject")
        || Self.domains.contains { text.begins(with: $0) }
          && !text.says("config.linkerd.io/admission-webhooks")
    }
    guard isSetting else { return nil }
  }
}
