import Documents

/// Another tool's configuration as a policy: `kpatch policy import`.
///
/// Known are the configurations of Polaris and kube-linter, and of Pod Security Admission, alone or
/// in an AdmissionConfiguration. The policy begins with the preset `none`, so that nothing is on
/// that was not on before.
package struct PolicyImport: Sendable {
  /// Something of the configuration that the policy does not say.
  package struct Loss: Sendable, Equatable {
    /// The configuration, by its position.
    package let file: Int
    /// What is lost and why, without a capital and without a full stop.
    package let message: String
    /// Where in the configuration; `nil` where it is about what the tool does without being told.
    package let range: SourceRange?
  }

  /// A configuration that a policy can be made of.
  package enum Format: Sendable, CaseIterable {
    case polaris
    case kubeLinter
    case podSecurity

    /// For people.
    package var name: String {
      switch self {
      case .polaris: "a Polaris configuration"
      case .kubeLinter: "a kube-linter configuration"
      case .podSecurity: "a Pod Security Admission configuration"
      }
    }

    /// What a document is; `nil` where it is none of them.
    package init?(of document: Document) {
      let root = document.root
      switch root["kind"]?.string {
      case PodSecurityImport.kind, PodSecurityImport.wrapper:
        self = .podSecurity
        return
      case nil: break
      default: return nil
      }
      // Both have `checks` and `customChecks`: the one as mappings of names, the other as lists.
      let checks = root["checks"]
      let custom = root["customChecks"]
      if custom?.isSequence == true || KubeLinterImport.isChecks(checks) {
        self = .kubeLinter
      } else if PolarisImport.isChecks(checks) || custom?.isMapping == true
        || root["exemptions"]?.isSequence == true
      {
        self = .polaris
      } else {
        return nil
      }
    }
  }

  /// The policy as a document.
  package let policy: Value
  /// In the order of the configuration.
  package let losses: [Loss]

  /// Makes one policy of configurations, each in a format that it has.
  package init(_ configurations: [(document: Document, format: Format)]) {
    var draft = PolicyDraft()
    for (position, configuration) in configurations.enumerated() {
      draft.file = position
      let root = configuration.document.root
      switch configuration.format {
      case .polaris: PolarisImport.read(root, into: &draft)
      case .kubeLinter: KubeLinterImport.read(root, into: &draft)
      case .podSecurity: PodSecurityImport.read(root, into: &draft)
      }
    }
    draft.finish()
    policy = draft.value
    let keys = draft.losses.enumerated().map { place, loss in
      (loss.file, loss.range?.start ?? 0, place)
    }
    losses = keys.sorted { $0 < $1 }.map { draft.losses[$0.2] }
  }
}

extension Node {
  /// Strings of a sequence; what is none is left out.
  var strings: [String] { elements.compactMap(\.string) }
}

extension Node? {
  /// The elements of a sequence; none where there is none.
  var items: [Node] { map { Array($0.elements) } ?? [] }

  /// The entries of a mapping; none where there is none.
  var pairs: [(key: Node, value: Node)] { map { $0.entries.map { ($0.key, $0.value) } } ?? [] }
}
