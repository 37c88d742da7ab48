import Documents
import Kubernetes
import Policy

/// What is done with a request, by what it asks for and before any rule is looked at.
enum Treatment {
  /// Allowed as it is: there is nothing in it that a policy speaks of.
  case pass
  /// The object is judged, and mutated where that may be.
  case evaluate(KubernetesObject, mayMutate: Bool)

  init(of request: ReviewRequest) throws(AdmissionError) {
    switch request.operation {
    case .connect:
      // The object is the options of exec, attach, port-forward or proxy.
      self = .pass
    case .delete:
      // A policy says how objects are to be. One that breaks it must be free to go.
      self = .pass
    case .create, .update:
      guard ReviewedRequests.isJudged(subresource: request.subresource) else {
        self = .pass
        return
      }
      guard let object = request.object else {
        throw ReviewRequest.wrong("request.object", .missing, uid: request.uid)
      }
      guard let object = KubernetesObject(object) else {
        throw ReviewRequest.wrong(
          "request.object", .isNot("an object with apiVersion and kind"), uid: request.uid)
      }
      if Self.isGoing(object, request) {
        self = .pass
        return
      }
      if Self.leavesFrozenPart(object, request) {
        self = .pass
        return
      }
      self = .evaluate(object, mayMutate: Self.mayMutate(object, of: request))
    }
  }

  /// Whether an update leaves alone what of the object cannot be mended in place: its author would
  /// have to make it anew, and controllers would be kept from taking their finalizers off pods that
  /// have ended, from annotating those that run, and from scaling down what a rollout replaces. Pod
  /// Security looks away there as well (pod-security-admission, isSignificantPodUpdate).
  private static func leavesFrozenPart(
    _ object: KubernetesObject, _ request: ReviewRequest
  ) -> Bool {
    guard request.operation == .update, request.subresource.isEmpty, let old = request.oldObject
    else { return false }
    let frozen: [String]
    switch (object.group, object.kind) {
    case ("", "Pod"), ("batch", "Job"): frozen = ["spec"]
    case ("apps", "ReplicaSet") where isControlled(object): frozen = ["spec", "template"]
    default: return false
    }
    return [frozen, ["metadata", "labels"]].allSatisfy { path in
      isSame(object.node.at(path[...]), old.at(path[...]))
    }
  }

  /// Whether an object that is being deleted stays as it is but for its metadata: its finalizers
  /// are taken off by updates, and to deny those would keep it for ever. That it is being deleted
  /// its old object says; what the author says of that counts for nothing. All else of it is
  /// judged, since roles and Services do what they say until they are gone.
  private static func isGoing(_ object: KubernetesObject, _ request: ReviewRequest) -> Bool {
    guard request.operation == .update, let old = request.oldObject,
      let time = old["metadata", "deletionTimestamp"], !time.isNull,
      object.node.count == old.count
    else { return false }
    // An API server writes both in the same order.
    return zip(object.node.entries, old.entries).allSatisfy { new, old in
      isSame(new.key, old.key) && (new.key.textEquals("metadata") || isSame(new.value, old.value))
    }
  }

  /// Whether two nodes of a review are written alike: the API server writes what is equal so.
  private static func isSame(_ left: Node?, _ right: Node?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.document.bytes[left.range.indices]
      .elementsEqual(right.document.bytes[right.range.indices])
  }

  private static func mayMutate(_ object: KubernetesObject, of request: ReviewRequest) -> Bool {
    guard request.subresource.isEmpty else { return false }
    if request.operation != .create,
      !ReviewedRequests.mutatesUpdates(of: ObjectKind(object))
    {
      return false
    }
    switch (object.group, object.kind) {
    case ("", "Pod"):
      // A mirror pod shows what a kubelet already runs from a file; a changed one is deleted.
      return object.annotations?["kubernetes.io/config.mirror"] == nil
    case ("apps", "ReplicaSet"), ("extensions", "ReplicaSet"):
      // A deployment finds its replica sets by comparing templates: one that does not look as it
      // was made is made again, and again.
      return !isControlled(object)
    default:
      return true
    }
  }

  private static func isControlled(_ object: KubernetesObject) -> Bool {
    guard let owners = object.metadata?["ownerReferences"] else { return false }
    return owners.elements.contains { $0["controller"]?.boolean == true }
  }
}
