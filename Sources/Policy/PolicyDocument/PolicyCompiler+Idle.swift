// What a policy says in vain.

extension PolicyCompiler {
  /// Says that schemas of ConfigMaps judge nothing where the preset of a file leaves their rule
  /// off. Who switches it off by name, or asks for a preset on the command line, knows.
  mutating func noteIdleSchemas(
    _ schemas: [LayerSettings.ConfigMapSetting], _ rules: [CompiledRule]
  ) {
    let rule = Rule.configMapSchema.id
    guard let first = schemas.first, !rules.contains(where: { $0.rule.id == rule && $0.isActive }),
      last(\.preset)?.origin.layer != PolicyLayer.commandLineName
    else { return }
    for entry in layers.flatMap(\.rules)
    where entry.setting.action != nil && entry.pattern.matches(rule) { return }
    problems.append(
      PolicyProblem(
        kind: .note, layer: first.origin.layer, range: first.origin.range,
        message: "this schema judges nothing: the rule \(rule) is off",
        remedy: "set it to deny or warn in rules"))
  }
}
