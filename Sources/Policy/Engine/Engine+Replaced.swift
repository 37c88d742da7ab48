import Documents
import Kubernetes

// Of one fault that two rules see, one speaks: see ``Rule/replaces``.

extension Engine {
  /// Whether the rule that contains this one says all that it would, and as strongly, so that it
  /// need not run.
  func isReplaced(
    _ rule: CompiledRule, _ variant: RuleVariant, _ matching: [Bool], _ scope: ObjectScope,
    _ exemptions: Exemptions
  ) -> Bool {
    guard let replacer = rule.replacer, let other = replacer.choice(matching).variant,
      other.action >= variant.action, other.weaker == nil, variant.weaker == nil
    else { return false }
    if let otherScope = other.scope, !otherScope.coversAll(scope.object, scope.context) {
      return false
    }
    // Whoever is excused from the one is not excused from the other.
    return !exemptions.concern(replacer.rule.id)
  }
}

extension Scope {
  /// Whether the object is meant, with all its containers.
  fileprivate func coversAll(_ object: KubernetesObject, _ context: EvaluationContext) -> Bool {
    match?.containers.isEmpty != false && exclude?.containers.isEmpty != false
      && covers(object, context)
  }
}

extension Exemptions {
  /// Whether something of a rule may be excused.
  func concern(_ rule: String) -> Bool {
    annotated[rule] != nil || ignored.concern(rule) || exceptions.contains { $0.covers(rule: rule) }
  }
}

extension FindingSink {
  /// Leaves, where a rule and the one that contains it found something at one place, the finding
  /// with the stronger action; where both have the same, that of the one that contains the other.
  mutating func keepStrongest() {
    guard hasRivals || haveContained else { return }
    var best: [RivalKey: Action] = [:]
    for finding in findings {
      guard let key = RivalKey(finding) else { continue }
      best[key] = max(best[key] ?? finding.action, finding.action)
    }
    var taken: Set<RivalKey> = []
    // From the end: rules that contain others come after them.
    let kept = findings.reversed().filter { finding in
      guard let key = RivalKey(finding) else { return true }
      return finding.action == best[key] && taken.insert(key).inserted
    }
    findings = kept.reversed()
  }

  /// Whether a rule and one that contains it both found something: mostly only one of them did, and
  /// what they found need not be compared place by place.
  private var haveContained: Bool {
    // Few rules contain others, and to compare with these is to hash no names.
    contained.contains { weaker in findings.contains { $0.rule == weaker } }
  }

  /// A rule or the one that contains it, and a place.
  private struct RivalKey: Hashable {
    let rule: String
    let pointer: JSONPointer

    /// `nil` where no two rules can find the same.
    init?(_ finding: Finding) {
      guard finding.category == PodSecurityStandards.category else { return nil }
      rule = PodSecurityStandards.contained[finding.rule] ?? finding.rule
      pointer = finding.pointer
    }
  }
}
