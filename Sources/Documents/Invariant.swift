/// Ends the process when a condition that no input can break does not hold.
///
/// `precondition` loses its text in release builds; this does not. For errors of the programmer
/// only: input of any kind is answered with an error value.
@inlinable
package func invariant(
  _ condition: @autoclosure () -> Bool, _ message: StaticString, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { fatalError("invariant broken: \(message)", file: file, line: line) }
}
