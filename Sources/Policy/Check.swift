import Kubernetes

/// The part of a rule that runs: made once when the policy is compiled, called for every object.
///
/// It is a pure function. Where nothing is wrong it must not allocate: a stream of thousands of
/// objects passes through it.
package enum Check: Sendable {
  /// Called for each container of each pod template, in the order init, app, ephemeral.
  case container(@Sendable (ContainerScope, PodScope, inout FindingSink) -> Void)
  /// Called for each pod template.
  case pod(@Sendable (PodScope, inout FindingSink) -> Void)
  /// Called for each object that the rule's ``Rule/subject`` covers.
  case object(@Sendable (ObjectScope, inout FindingSink) -> Void)
  /// Called for each object that the rule's ``Rule/subject`` covers, where other objects are in
  /// reach; else the rule is silently inactive.
  case reach(@Sendable (ObjectScope, ObjectIndex, inout FindingSink) -> Void)
  /// Called for each update of an object that the rule's ``Rule/subject`` covers, with the pod
  /// templates of the object before it; where that is not known, the rule is silently inactive.
  case update(@Sendable (ObjectScope, _ former: [PodTemplate], inout FindingSink) -> Void)
}
