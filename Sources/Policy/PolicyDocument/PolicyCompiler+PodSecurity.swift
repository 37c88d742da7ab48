import Documents
import Kubernetes

// `podSecurity` of all layers: each key of a later layer replaces that of an earlier one.

extension PolicyCompiler {
  /// The section, still without rules; and where its levels come from.
  mutating func compilePodSecurity(
    _ preset: Preset, _ version: KubernetesVersion
  ) -> (compiled: CompiledPodSecurity, origin: SettingOrigin) {
    let level = lastLevel(\.podSecurity.level)
    let warn = lastLevel(\.podSecurity.warn)
    let audit = lastLevel(\.podSecurity.audit)
    var compiled = CompiledPodSecurity(latest: version)
    let own = last(\.podSecurity.version)?.value
    compiled.version = own.flatMap(\.self) ?? version
    // What is not said is privileged, as in Pod Security Admission.
    if level != nil || warn != nil || audit != nil {
      func mode(_ setting: PodSecuritySettings.Mode?) -> PodSecurityMode {
        PodSecurityMode(
          level: setting?.level ?? .privileged, version: setting?.version ?? version)
      }
      compiled.modes = PodSecurityModes(
        enforce: PodSecurityMode(
          level: level?.value ?? .privileged, version: compiled.version),
        warn: mode(warn?.value), audit: mode(audit?.value))
    }
    compiled.usernames = Set(last(\.podSecurity.usernames)?.value ?? [])
    compiled.namespaces = Set(last(\.podSecurity.namespaces)?.value ?? [])
    compiled.runtimeClasses = Set(last(\.podSecurity.runtimeClasses)?.value ?? [])
    compiled.controllers = last(\.podSecurity.controllers)?.value ?? .deny
    // Whoever asks for no rule at all is not surprised by those of a label.
    compiled.readsLabels =
      last(\.podSecurity.namespaceLabels)?.value ?? (preset != .none || compiled.modes != nil)
    showPodSecurity()
    return (compiled, level?.origin ?? warn?.origin ?? audit?.origin ?? .builtIn)
  }

  /// The last of a setting, but none from before the last preset: whoever names a preset in a later
  /// layer, or on the command line, means its levels.
  private func lastLevel<Value>(
    _ section: (LayerSettings) -> LayerSettings.Sourced<Value>?
  ) -> LayerSettings.Sourced<Value>? {
    last(from: layers.lastIndex { $0.preset != nil } ?? 0, section)
  }

  private mutating func showPodSecurity() {
    func show(_ path: [String], _ value: Value?, _ origin: SettingOrigin?) {
      if let value, let origin { self.show(["podSecurity"] + path, value, origin) }
    }
    func word(_ version: KubernetesVersion?) -> Value {
      .string(version?.description ?? "latest")
    }
    func value(_ mode: PodSecuritySettings.Mode) -> Value {
      ["level": .string(mode.level.name), "version": word(mode.version)]
    }
    func names(_ setting: LayerSettings.Sourced<[String]>?) -> Value? {
      setting.map { .sequence($0.value.map { .string($0) }) }
    }
    let level = lastLevel(\.podSecurity.level)
    show(["level"], level.map { .string($0.value.name) }, level?.origin)
    let version = last(\.podSecurity.version)
    show(["version"], version.map { word($0.value) }, version?.origin)
    let warn = lastLevel(\.podSecurity.warn)
    show(["warn"], warn.map { value($0.value) }, warn?.origin)
    let audit = lastLevel(\.podSecurity.audit)
    show(["audit"], audit.map { value($0.value) }, audit?.origin)
    for (key, setting) in [
      ("usernames", last(\.podSecurity.usernames)), ("namespaces", last(\.podSecurity.namespaces)),
      ("runtimeClasses", last(\.podSecurity.runtimeClasses)),
    ] {
      show(["exemptions", key], names(setting), setting?.origin)
    }
    let controllers = last(\.podSecurity.controllers)
    show(["controllers"], controllers.map { .string($0.value.name) }, controllers?.origin)
    let labels = last(\.podSecurity.namespaceLabels)
    show(["namespaceLabels"], labels.map { .boolean($0.value) }, labels?.origin)
  }
}
