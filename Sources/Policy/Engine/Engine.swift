import Documents
import Edits
import Kubernetes

/// Applies a compiled policy: mutators propose, their proposals merge, rules judge the result.
///
/// A pure function of policy, object and context: no clock, no input, no state. The same object
/// gives the same answer wherever it comes from. A class, since a policy is a large value and not
/// to be copied for each object.
package final class Engine: Sendable {
  package let policy: CompiledPolicy

  package init(_ policy: CompiledPolicy) {
    self.policy = policy
  }

  /// What is done with an object. Both, unless the API takes no patch or wants no verdict.
  package struct Steps: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let mutate = Steps(rawValue: 1)
    package static let judge = Steps(rawValue: 2)
    package static let all: Steps = [.mutate, .judge]
  }

  /// Mutates and judges one object, which may be any node of a document. What is no Kubernetes
  /// object comes back as it is.
  package func evaluate(
    object node: Node, context: EvaluationContext = EvaluationContext(), steps: Steps = .all
  ) throws(EditConflict) -> Evaluation {
    guard let object = KubernetesObject(node) else { return .untouched(node) }
    return try evaluate(object, context: context, steps: steps)
  }

  /// The same of an object that is known to be one.
  package func evaluate(
    _ object: KubernetesObject, context: EvaluationContext = EvaluationContext(),
    steps: Steps = .all
  ) throws(EditConflict) -> Evaluation {
    let node = object.node
    var objects = [prepare(object, context)]
    var mutation = Mutation(edits: EditSet(unchanged: node.document))
    if steps.contains(.mutate) { mutation = try mutate(&objects, at: node, context) }
    if steps.contains(.mutate), !policy.fixes.isEmpty, !objects[0].isExcluded {
      let outcomes = [outcome(of: objects[0], mutation, 0)]
      let mutated = MutatedDocument(base: node, edits: mutation.edits, outcomes: outcomes)
      let fixed = fixedAndJudged(mutated, context)
      if let evaluation = fixed.evaluations.first {
        return steps.contains(.judge)
          ? sparingExisting(evaluation, context) : evaluation.withoutFindings
      }
    }
    guard steps.contains(.judge) else {
      return Evaluation(
        edits: mutation.edits, judged: node, findings: [], notes: objects[0].notes,
        isExcluded: objects[0].isExcluded)
    }
    let evaluation = judge(outcome(of: objects[0], mutation, 0), mutation.edits, context)
    return sparingExisting(evaluation, context)
  }

  /// Mutates and judges every object of a document: its root, or the items of a `List`. All edits
  /// are one set, since a document is rendered as one.
  package func evaluate(
    document: Document, context: EvaluationContext = EvaluationContext()
  ) throws(EditConflict) -> DocumentEvaluation {
    judge(try mutate(document: document, context: context), context: context)
  }

  /// The first half of ``evaluate(document:context:)``: what the mutators make of a document. With
  /// it in hand other documents can be looked at before this one is judged.
  package func mutate(
    document: Document, context: EvaluationContext = EvaluationContext()
  ) throws(EditConflict) -> MutatedDocument {
    var objects = KubernetesObject.objects(of: document.root).map { prepare($0, context) }
    let mutation = try mutate(&objects, at: document.root, context)
    return MutatedDocument(
      base: document.root, edits: mutation.edits,
      outcomes: objects.indices.map { outcome(of: objects[$0], mutation, $0) })
  }

  /// The second half: fixes what the policy lets be fixed, and judges every object of the document.
  package func judge(
    _ document: MutatedDocument, context: EvaluationContext = EvaluationContext()
  ) -> DocumentEvaluation {
    if !policy.fixes.isEmpty { return fixedAndJudged(document, context) }
    return DocumentEvaluation(
      edits: document.edits,
      evaluations: document.outcomes.map { judge($0, document.edits, context) })
  }
}

/// A document after mutation, not yet judged.
package struct MutatedDocument: Sendable {
  /// The node that holds the objects, or is the only one.
  let base: Node
  let edits: EditSet
  let outcomes: [MutatedObject]
}

/// An object after mutation.
struct MutatedObject: Sendable {
  let prepared: PreparedObject
  /// What is judged: the original where nothing changed.
  let node: Node
  /// `nil` where the edits left no object.
  let object: KubernetesObject?
  let templates: [PodTemplate]
}

/// An object on its way through the engine.
struct PreparedObject: Sendable {
  let object: KubernetesObject
  let templates: [PodTemplate]
  /// Whether the policy leaves it alone altogether.
  let isExcluded: Bool
  var notes: [MutatorNote] = []
}

// MARK: - Mutating

extension Engine {
  /// What the mutators want of the objects at or below `base`.
  func mutate(
    _ objects: inout [PreparedObject], at base: Node, _ context: EvaluationContext
  ) throws(EditConflict) -> Mutation {
    var proposals = EditProposals(base.document)
    for index in objects.indices { try propose(&objects[index], context, into: &proposals) }
    return try settled(proposals.merged(), at: base, &objects, context)
  }

  func prepare(_ object: KubernetesObject, _ context: EvaluationContext) -> PreparedObject {
    let excluded =
      context.operation == .delete || context.operation == .connect
      || context.leavesLocalConfiguration && object.isLocalConfiguration
      || policy.exclude.excludes(object, context)
    return PreparedObject(
      object: object, templates: excluded ? [] : templates(of: object), isExcluded: excluded)
  }

  func templates(of object: KubernetesObject) -> [PodTemplate] {
    if policy.podTemplates.isEmpty { return object.podTemplates() }
    let group = object.group
    let paths = policy.podTemplates.filter { $0.kind == object.kind && $0.group == group }
    return object.podTemplates(additional: paths.map(\.path))
  }

  func propose(
    _ prepared: inout PreparedObject, _ context: EvaluationContext,
    into proposals: inout EditProposals
  ) throws(EditConflict) {
    if policy.mutators.isEmpty || prepared.isExcluded || Self.isMirror(prepared.object) { return }
    let input = MutatorInput(
      object: prepared.object, templates: prepared.templates, context: context)
    if !context.wantsWarningsOnly { prepared.notes.reserveCapacity(policy.mutators.count) }
    for mutator in policy.mutators where mutator.scope.covers(prepared.object, context) {
      if input.templates.count > MutatorLimits.templates {
        input.note(
          mutator.mutator.id, .skipped, at: [],
          "left alone: it has more than \(MutatorLimits.templates) pod templates",
          to: &prepared.notes)
        continue
      }
      try mutator.mutator.propose(for: input, into: &proposals, notes: &prepared.notes)
    }
  }

  /// Whether it is the API server's image of a pod that a kubelet runs from a file: the API refuses
  /// changes to it.
  static func isMirror(_ object: KubernetesObject) -> Bool {
    object.kind == "Pod" && object.annotations?["kubernetes.io/config.mirror"] != nil
  }
}

// MARK: - Judging

extension Engine {
  /// `position` is the place of the object among those of the mutation.
  private func outcome(
    of prepared: PreparedObject, _ mutation: Mutation, _ position: Int
  ) -> MutatedObject {
    let original = prepared.object.node
    if prepared.isExcluded {
      return MutatedObject(
        prepared: prepared, node: original, object: prepared.object, templates: [])
    }
    // What a label that came in excludes is judged all the same: it was no reason not to mutate.
    let settled = mutation.settled.flatMap { $0[position].isExcluded ? nil : $0[position] }
    let node = settled?.object.node ?? mutation.edits.applied(to: original)
    if node.document === original.document {
      return MutatedObject(
        prepared: prepared, node: node, object: prepared.object, templates: prepared.templates)
    }
    // An edit of apiVersion or kind makes it another object, or none.
    let object = settled?.object ?? prepared.object.edited(node)
    return MutatedObject(
      prepared: prepared, node: node, object: object,
      templates: settled?.templates ?? object.map { templates(of: $0) } ?? [])
  }

  func judge(
    _ mutated: MutatedObject, _ edits: EditSet, _ context: EvaluationContext
  ) -> Evaluation {
    let prepared = mutated.prepared
    if prepared.isExcluded {
      return Evaluation(
        edits: edits, judged: mutated.node, findings: [], notes: prepared.notes, isExcluded: true)
    }
    guard !policy.rules.isEmpty || policy.podSecurity.modes != nil, let object = mutated.object
    else {
      return Evaluation(edits: edits, judged: mutated.node, findings: [], notes: prepared.notes)
    }
    var context = context
    context.namespaceLabels = context.namespaceLabels(of: object)
    let pods = mutated.templates.map { PodScope($0, policy.kubernetesVersion) }
    let scope = ObjectScope(
      object: object, pods: pods, context: context,
      remarks: remarks(in: prepared.object.node), configMaps: policy.configMaps)
    let matching = policy.overrides.map { $0.includes(object, context) }
    let exemptions = exemptions(of: scope, context)
    var sink = FindingSink(
      object: object, context: context, exemptions: exemptions, rules: policy.rules)
    let decision = policy.podSecurity.decision(for: scope)
    let standardScope = policy.podSecurity.withoutExempt(scope)
    if let modes = decision.labelled {
      judgeByLabels(modes, decision, matching, standardScope, &sink)
    }
    for position in 0..<policy.ruleList.count {
      policy.ruleList.with(position) { rule in
        if let plain = rule.plain {
          sink.begin(position, plain.action)
          run(plain.check, of: rule, scope, &sink)
          return
        }
        if rule.isStandard, decision.isExempt || decision.labelled != nil { return }
        let choice = rule.choice(matching)
        guard let variant = choice.variant else { return }
        if variant.hasScope, let scope = variant.scope, !scope.covers(object, context) { return }
        if isReplaced(rule, variant, matching, scope, exemptions) { return }
        if rule.isStandard {
          run(rule, variant, decision, isGiven: choice.isGiven, standardScope, &sink)
        } else {
          sink.begin(rule, variant.action, variant.hasScope ? variant.scope : nil)
          run(variant.check, of: rule, scope, &sink)
        }
      }
    }
    sink.keepStrongest()
    return Evaluation(
      edits: edits, judged: mutated.node, findings: sink.findings,
      notes: prepared.notes + exemptions.notes, excepted: sink.excepted)
  }

  /// What the parser remarked inside of a node, found by halving: remarks are in the order of the
  /// source, and so are the objects of a list.
  private func remarks(in node: Node) -> ArraySlice<Remark> {
    let remarks = node.document.remarks
    let range = node.range
    var low = 0
    var high = remarks.count
    while low < high {
      let middle = (low + high) / 2
      if remarks[middle].range.start < range.start { low = middle + 1 } else { high = middle }
    }
    return remarks[low...].prefix { $0.range.start < range.end }
  }

  func run(_ check: Check, of rule: CompiledRule, _ scope: ObjectScope, _ sink: inout FindingSink) {
    switch check {
    case .container(let check):
      scope.forEachContainer { check($0, $1, &sink) }
    case .pod(let check):
      scope.forEachPod { check($0, &sink) }
    case .object(let check):
      if rule.covers(scope) { check(scope, &sink) }
    case .reach(let check):
      guard let reach = scope.context.reach, rule.covers(scope) else { return }
      check(scope, reach, &sink)
    case .update(let check):
      guard scope.context.operation == .update, rule.covers(scope),
        let former = scope.context.oldObject.flatMap({ KubernetesObject($0) })
      else { return }
      check(scope, templates(of: former), &sink)
    }
  }

  private func exemptions(of scope: ObjectScope, _ context: EvaluationContext) -> Exemptions {
    var exemptions = Exemptions()
    for exception in policy.exceptions where exception.match.includes(scope.object, context) {
      exemptions.exceptions.append(exception)
    }
    exemptions.read(
      scope.object.annotations, at: ["metadata"], allowed: policy.exemptions,
      of: ObjectReference(scope.object, in: context))
    exemptions.readIgnores(
      scope.object.annotations, ofTemplate: false, honoring: policy.ignores)
    for pod in scope.pods where !pod.template.isPod {
      exemptions.readIgnores(
        pod.template.annotations, ofTemplate: true, honoring: policy.ignores)
      exemptions.read(
        pod.template.annotations, at: pod.template.metadataPath, allowed: policy.exemptions,
        of: ObjectReference(scope.object, in: context))
    }
    return exemptions
  }
}
