// The rules of the Pod Security Standards where the labels of a namespace say what they do.

extension Engine {
  /// Judges by all rules of the standards. What `rules` of the policy says of one counts more than
  /// labels. Where the policy has levels, labels change them, as in Pod Security Admission; where
  /// it has none, they can ask for more than the preset and not for less.
  func judgeByLabels(
    _ modes: PodSecurityModes, _ decision: StandardsDecision, _ matching: [Bool],
    _ scope: ObjectScope, _ sink: inout FindingSink
  ) {
    for (position, rule) in policy.podSecurity.rules.enumerated() {
      let choice = rule.choice(matching)
      if let scope = choice.scope, !scope.covers(sink.object, sink.context) { continue }
      if choice.isGiven || policy.podSecurity.modes == nil {
        run(rule, choice.variant, decision, isGiven: choice.isGiven, scope, &sink)
      }
      if choice.isGiven { continue }
      for (action, check, _) in modes.actions(of: position) {
        sink.begin(rule, decision.action(action, isGiven: false), choice.scope)
        run(check, of: rule, scope, &sink)
      }
    }
    sink.hasRivals = true
  }

  /// Runs a rule with its checks, of which the weaker ones are of other versions.
  func run(
    _ rule: CompiledRule, _ variant: RuleVariant?, _ decision: StandardsDecision, isGiven: Bool,
    _ scope: ObjectScope, _ sink: inout FindingSink
  ) {
    var next = variant
    while let variant = next {
      sink.begin(rule, decision.action(variant.action, isGiven: isGiven), variant.scope)
      run(variant.check, of: rule, scope, &sink)
      next = variant.weaker
      if next != nil { sink.hasRivals = true }
    }
  }
}
