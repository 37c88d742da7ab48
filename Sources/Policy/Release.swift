/// What this build is. Both executables say it, since a verdict depends on it.
package enum Release {
  package static let version = "0.1.0"
}
