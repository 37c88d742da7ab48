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
    let name: Range<Int>
    let fields: Range<Int>
    /// Its part of ``slots``.
    let slots: Range<Int>
    let required: Int
  }

  /// What names are ranges of.
  private let text: [UInt8]
  private let fields: [Field]
  private let records: [TypeRecord]
  /// Finds the fields of each type.
  private let slots: [UInt16]
  private let allKinds: [Kind]
  /// Finds kinds by API version and kind.
  private let kindSlots: [UInt16]

  init(types: [String], kinds: String) {
    var table = ShapeTableReader(types: types, kinds: kinds)
    table.read()
    let text = table.text
    let bytes = text.span
    var fields: [Field] = []
    fields.reserveCapacity(table.fields.count)
    var records: [TypeRecord] = []
    records.reserveCapacity(table.types.count)
    var slots: [UInt16] = []
    slots.reserveCapacity(8 * table.fields.count)
    for type in table.types {
      let first = slots.count
      let part = first..<first + NameTable.slotCount(for: type.fields.count)
      slots.append(contentsOf: repeatElement(0, count: part.count))
      var required = 0
      for field in table.fields[type.fields] {
        NameTable.insert(
          fields.count, NameTable.hash(bytes.extracting(field.name)), in: &slots, part)
        if field.isRequired { required += 1 }
        fields.append(
          Field(
            nameStart: UInt32(field.name.lowerBound), nameLength: UInt32(field.name.count),
            shape: field.shape, isRequired: field.isRequired, versions: field.versions))
      }
      records.append(
        TypeRecord(name: type.name, fields: type.fields, slots: part, required: required))
    }
    self.text = text
    self.fields = fields
    self.records = records
    self.slots = slots
    allKinds = table.kinds
    kindSlots = Self.slots(of: table.kinds)
  }

  private static func slots(of kinds: [Kind]) -> [UInt16] {
    var slots = NameTable.slots(for: kinds.count)
    for index in kinds.indices {
      let kind = kinds[index]
      NameTable.insert(index, hash(kind.kind, kind.apiVersion), in: &slots, 0..<slots.count)
    }
    return slots
  }

  private static func hash(_ kind: String, _ apiVersion: String) -> UInt64 {
    NameTable.hash(kind.utf8Span.span) ^ NameTable.hash(apiVersion.utf8Span.span) << 1
  }
}

extension APIShapes {
  /// A kind as it is served under an API version; `nil` where it never was since 1.25.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    let index = NameTable.find(Self.hash(kind, apiVersion), in: kindSlots, 0..<kindSlots.count) {
      allKinds[$0].kind.utf8.elementsEqual(kind.utf8)
        && allKinds[$0].apiVersion.utf8.elementsEqual(apiVersion.utf8)
    }
    return index.map { allKinds[$0] }
  }

  package var kinds: some Sequence<Kind> { allKinds }

  /// The field of a type; `nil` where no version has one of that name.
  package func field(_ name: Span<UInt8>, of type: Int) -> Field? {
    // A span borrows from a local, not from a property of a class.
    let text = text
    let known = text.span
    let index = NameTable.find(NameTable.hash(name), in: slots, records[type].slots) { index in
      let length = Int(fields[index].nameLength)
      return length == name.count && known.holds(name, at: Int(fields[index].nameStart))
    }
    return index.map { fields[$0] }
  }

  /// The name of a type, for tests and errors.
  package func typeName(_ type: Int) -> String {
    String(decoding: text[records[type].name], as: UTF8.self)
  }

  package var typeCount: Int { records.count }

  package func type(named name: String) -> Int? {
    records.indices.first { typeName($0) == name }
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    records[type].fields.map { (name(of: fields[$0]), fields[$0]) }
  }

  /// How many fields of a type the API server insists on.
  package func requiredCount(of type: Int) -> Int { records[type].required }

  private func name(of field: Field) -> String {
    let start = Int(field.nameStart)
    return String(decoding: text[start..<start + Int(field.nameLength)], as: UTF8.self)
  }
}
