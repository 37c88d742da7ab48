/// References to what is not in the input are only suspicious: it may be in the cluster already, or
/// in another folder. So by default such a reference is reported only where the input holds objects
/// of the kind in the namespace, which shows that they are kept here; a policy that knows better
/// says so.
extension Parameter {
  /// - Parameter what: the objects that are referred to, in the plural.
  static func assumeComplete(_ what: String) -> Parameter {
    Parameter(
      "assumeComplete", .boolean, default: false,
      "Whether the input holds all \(what) that there are; else what it lacks is reported only "
        + "where it holds other \(what) of the same namespace.")
  }
}

extension Parameters {
  var assumesComplete: Bool { boolean("assumeComplete") }
}
