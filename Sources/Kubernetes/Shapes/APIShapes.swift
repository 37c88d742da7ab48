import Documents

/// The fields of Kubernetes' own kinds, from 1.25 to the newest version: made once from
/// ``APIShapeTable``, searched without allocation.
package final class APIShapes: Sendable {
  package static let known = APIShapes(types: APIShapeTable.types, kinds: APIShapeTable.kinds)

  /// A field of a type.
  package struct Field: Sendable {
    fileprivate let nameStart: UInt32
    fileprivate let nameLength: UInt32
    package let shape: APIShape
    package let isRequired: Bool
    package let versions: Versions
  }

  /// The minor versions that know something, from the first one to the last one.
  package struct Versions: Sendable, Equatable {
    /// 0 where every version that is described has it.
    package var first: UInt8 = 0
    /// 255 where the newest version has it.
    package var last: UInt8 = .max

    package func contains(_ minor: Int) -> Bool { minor >= Int(first) && minor <= Int(last) }
  }

  package struct Kind: Sendable {
    package let apiVersion: String
    package let kind: String
    /// The index of its type.
    package let type: Int
    package let versions: Versions
  }

  private struct TypeRecord {
    let fields: Range<Int>
    let required: Int
  }

  private let names: [UInt8]
  private let fields: [Field]
  /// The first eight bytes of their names, which nearly always tell a field from the others of its
  /// type.
  private let prefixes: [UInt64]
  private let records: [TypeRecord]
  /// Names of types, for tests and errors.
  package let typeNames: [String]
  /// By `apiVersion kind`.
  private let kindsByKey: [String: Kind]

  init(types: [String], kinds: String) {
    var table = ShapeTableReader(types: types, kinds: kinds)
    table.read()
    names = table.names
    fields = table.fields.map {
      Field(
        nameStart: UInt32($0.name.lowerBound), nameLength: UInt32($0.name.count), shape: $0.shape,
        isRequired: $0.isRequired, versions: $0.versions)
    }
    prefixes = table.fields.map { Self.prefix(table.names.span.extracting($0.name)) }
    records = table.types.map { range in
      TypeRecord(
        fields: range, required: range.reduce(0) { $0 + (table.fields[$1].isRequired ? 1 : 0) })
    }
    typeNames = table.typeNames
    var byKey: [String: Kind] = [:]
    for kind in table.kinds { byKey["\(kind.apiVersion) \(kind.kind)"] = kind }
    kindsByKey = byKey
  }
}

extension APIShapes {
  /// A kind as it is served under an API version; `nil` where it never was since 1.25.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    kindsByKey["\(apiVersion) \(kind)"]
  }

  package var kinds: some Sequence<Kind> { kindsByKey.values }

  /// The field of a type; `nil` where no version has one of that name.
  package func field(_ name: Span<UInt8>, of type: Int) -> Field? {
    let prefix = Self.prefix(name)
    // A span borrows from a local, not from a property of a class.
    let table = prefixes
    let known = table.span
    let range = records[type].fields
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if known[middle] < prefix {
        low = middle + 1
      } else if known[middle] > prefix {
        high = middle
      } else {
        let order = compare(name, fields[middle])
        if order == 0 { return fields[middle] }
        if order < 0 { high = middle } else { low = middle + 1 }
      }
    }
    return nil
  }

  /// The first eight bytes of a name, and zeros where it is shorter, so that numbers are in the
  /// order of the names.
  private static func prefix(_ name: Span<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<min(8, name.count) {
      prefix |= UInt64(name[index]) << UInt64(56 - 8 * index)
    }
    return prefix
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    records[type].fields.map { (name(of: fields[$0]), fields[$0]) }
  }

  /// How many fields of a type the API server insists on.
  package func requiredCount(of type: Int) -> Int { records[type].required }

  private func name(of field: Field) -> String {
    let start = Int(field.nameStart)
    return String(decoding: names[start..<start + Int(field.nameLength)], as: UTF8.self)
  }

  /// Below 0, 0 or above 0, as the name comes before, is or comes after that of a field.
  private func compare(_ name: Span<UInt8>, _ field: Field) -> Int {
    let bytes = names
    let known = bytes.span
    let start = Int(field.nameStart)
    let length = Int(field.nameLength)
    for offset in 0..<min(name.count, length) {
      let difference = Int(name[offset]) - Int(known[start + offset])
      if difference != 0 { return difference }
    }
    return name.count - length
  }
}
