import Edits

/// What is wrong with an input, for people.
package struct InputProblemWords: Sendable, Equatable {
  /// For machines: `unreadable`, `too-large`.
  package let id: String
  /// A clause without a capital and without a full stop.
  package let message: String
  /// What to do, likewise; empty where there is nothing to say.
  package let remedy: String

  init(_ id: String, _ message: String, _ remedy: String = "") {
    self.id = id
    self.message = message
    self.remedy = remedy
  }
}

extension InputProblem.Cause {
  /// The words for this cause; all of them are made here.
  /// - Parameter system: the words for the system's error numbers.
  package func words(system: (Int32) -> String) -> InputProblemWords {
    switch self {
    case .system(let code):
      InputProblemWords("unreadable", system(code))
    case .notReplaced(let code):
      InputProblemWords("not-rewritten", "not rewritten: \(system(code))")
    case .tooLarge(let limit):
      InputProblemWords(
        "too-large", "larger than \(limit >> 20) MiB, which is the most that is read",
        "split it into several files")
    case .noFile:
      InputProblemWords("no-file", "this is a device, a socket or a pipe, not a file")
    case .changedWhileRead:
      InputProblemWords(
        "changed", "it changed each time that it was read", "try again when it is at rest")
    case .changedSinceRead:
      InputProblemWords(
        "changed", "it changed since it was read, and was left alone", "try again")
    case .noManifests:
      InputProblemWords(
        "no-manifests", "no .yaml, .yml or .json file in this folder",
        "name the files, or another folder")
    case .linkOutOfFolder:
      InputProblemWords(
        "link-out-of-folder", "this link leads out of the folder and was not followed",
        "name its target if it is meant")
    case .syntax(let error):
      InputProblemWords(
        error.reason.id.description, error.reason.message.description,
        error.reason.remedy.description)
    case .noResourceList(let fault, _):
      fault.words
    case .unwritable:
      InputProblemWords(
        "unwritable", "the mutators' values for this document cannot be written as YAML",
        "look at the values of the policy")
    case .conflict(let conflict, _):
      conflict.words
    }
  }
}

extension ResourceListFault {
  fileprivate var words: InputProblemWords {
    let id = "no-resource-list"
    let wanted = "a KRM function reads a ResourceList of config.kubernetes.io/v1"
    return switch self {
    case .empty:
      InputProblemWords(id, "the input is empty", "\(wanted): let kustomize or kpt run it")
    case .otherKind:
      InputProblemWords(
        id, "this is no ResourceList",
        "\(wanted), from kustomize or kpt; for manifests there is 'kpatch patch'")
    case .otherVersion:
      InputProblemWords(id, "this version of ResourceList is not known", wanted)
    case .severalDocuments:
      InputProblemWords(
        id, "a document follows the ResourceList", "the items stand in one ResourceList")
    case .noItems:
      InputProblemWords(
        id, "the items of the ResourceList are no list", "without objects, write items: []")
    case .functionConfigIsNoObject:
      InputProblemWords(
        id, "functionConfig is no object",
        "it is a kpatch.dev/v1alpha1 Policy or a ConfigMap, or left out")
    }
  }
}

extension EditConflict {
  fileprivate var words: InputProblemWords {
    let place = pointer.description
    let origins = disputants
    let id = "conflicting-mutators"
    return switch cause {
    case .differentValues:
      InputProblemWords(
        id, "\(origins) want different values at \(place)", "let one of them leave it alone")
    case .insideOfChanged:
      InputProblemWords(
        id, "\(origins) contradict each other at \(place): one edits what the other one replaces",
        "let one of them leave it alone")
    case .parentIsNoMapping:
      InputProblemWords(
        id, "\(origins) cannot add anything at \(place): what stands above it is no mapping",
        "mend the object")
    case .noSequence:
      InputProblemWords(
        id, "\(origins) cannot add an element at \(place): it is no list", "mend the object")
    }
  }
}
