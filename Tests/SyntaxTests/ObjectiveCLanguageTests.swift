import Source
import Testing

@testable import Syntax

@Suite struct ObjectiveCLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      #import <Foundation/Foundation.h>
      @import UIKit.UIView;
      @class Forward, Other;
      @protocol Later;
      NS_ASSUME_NONNULL_BEGIN
      FOUNDATION_EXPORT NSString *const Name NS_SWIFT_NAME(theName);
      typedef void (^Done)(NSError *_Nullable error);
      typedef BOOL (^Test)(id);
      typedef NS_ENUM(NSInteger, Style) { StylePlain, StyleFancy = 2 } NS_SWIFT_NAME(Look);
      typedef NS_OPTIONS(NSUInteger, Edge) { EdgeTop = 1 << 0 };
      @protocol Source <NSObject, NSCopying>
      - (NSInteger)count;
      @optional
      @property (nonatomic, readonly) BOOL ready;
      @end
      NS_SWIFT_NAME(Box)
      @interface Box<__covariant T : id<Source>> : Base<T> <Source, Other> {
        @private int a, *b;
        @public struct { int c; } d;
      }
      @property (class, copy) void (^handler)(int x), *e;
      @property NSDictionary<NSString *, NSArray<T> *> *table API_AVAILABLE(ios(9.0));
      - (instancetype)initWithFrame:(CGRect)frame style:(Style)style NS_DESIGNATED_INITIALIZER;
      + (void):(int)x :(int)y;
      - log:(NSString *)format, ... NS_FORMAT_FUNCTION(1, 2);
      @end
      @interface Box () <Hidden>
      @end
      NS_ASSUME_NONNULL_END
      @implementation Box { id f; }
      @synthesize table = _table;
      static NSArray<NSString *> *helper(NSDictionary<A, B> *c, int d) { return @[ @"}" ]; }
      - (instancetype)initWithFrame:(CGRect)frame style:(Style)style { return ^{ return self; }(); }
      REGISTER(box)
      - (void)default:(int)value; { }
      @end
      @implementation NSString (Boxed)
      - (BOOL)isBoxed { return [@protocol(Source) a:@selector(b:)] != nil; }
      @end
      """, as: .objectiveC)
    #expect(
      outline(file) == """
        import Foundation/Foundation.h
        import UIKit.UIView
        variable Name
        typealias Done
        typealias Test
        enum Style
          enumCase StylePlain
          enumCase StyleFancy
        enum Edge
          enumCase EdgeTop
        protocol Source
          method count
          property ready
        class Box
          field a
          field b
          field d
            field c
          property handler
          property e
          property table
          method initWithFrame:style:
          method ::
          method log:
        extension Box
        class Box
          field f
          function helper
          method initWithFrame:style:
          method default:
        extension NSString
          method isBoxed
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func partsOfAMethod() throws {
    let file = read(
      """
      @interface A : B
      /// Draws.
      + (nullable NSArray<id> *)draw:(in NSString *)URL at:(int)__unused x
          then:(void (^)(int a, int b))then, ... NS_REQUIRES_NIL_TERMINATION DEPRECATED("no");
      @end
      """, as: .objectiveC)
    let entity = try #require(file.first("draw:at:then:"))
    #expect(file.qualifiedName(entity) == "A.draw:at:then:")
    #expect(
      entity.parameters.map(file.describe) == [
        "draw URL: in NSString *", "at x: int", "then then: void (^)(int a, int b)", "...",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "nullable NSArray<id> *")
    #expect(
      entity.modifiers.map { file.text.string($0) } == [
        "+", "NS_REQUIRES_NIL_TERMINATION", "DEPRECATED(\"no\")",
      ])
    #expect(entity.docRange.map { file.text.string($0) } == "/// Draws.")
    #expect(file.text.string(entity.nameRange) == "draw")
    #expect(
      file.signature(entity)
        == "+ (nullable NSArray<id> *)draw:(in NSString *)URL at:(int)__unused x"
        + " then:(void (^)(int a, int b))then, ...")
  }

  @Test func levels() {
    let file = read(
      """
      @interface A { int a; @package int b; @public int c; @private int d; }
      @property int e;
      - (void)f;
      @end
      @interface A () { int g; }
      - (void)h;
      @end
      @interface A (Category)
      - (void)i;
      @end
      @implementation A { int j; }
      static void k(void) { }
      void l(void) { }
      - (void)f { }
      @end
      @protocol P
      @optional
      - (void)m;
      @required
      - (void)n;
      @end
      """, as: .objectiveC)
    let levels = file.entities.filter { !$0.kind.isType }.map {
      "\(file.name($0)) \($0.visibility.rawValue)"
    }
    #expect(
      levels == [
        "a protected", "b package", "c public", "d private", "e public", "f public", "g private",
        "h internal", "i public", "j private", "k private", "l public", "f internal", "m public",
        "n public",
      ])
    #expect(file.first("m")?.modifiers.map { file.text.string($0) } == ["@optional"])
    #expect(file.first("n")?.modifiers.isEmpty == true)
  }

  @Test func tokensOfObjectiveC() {
    let file = read("@\"a\" @ end @[@1, @(x)] @selector(a:) end", as: .objectiveC)
    #expect(
      file.tokenTexts == [
        "punctuation:@", "string:\"a\"", "punctuation:@", "keyword:end", "punctuation:@", "open:[",
        "punctuation:@", "number:1", "punctuation:,", "punctuation:@", "open:(", "identifier:x",
        "close:)", "close:]", "punctuation:@", "keyword:selector", "open:(", "identifier:a",
        "punctuation::", "close:)", "identifier:end",
      ])
  }

  @Test(arguments: [
    "#if A\n@interface B : C\n#else\n@interface B : D\n#endif\n@end\n",
    "#if A\n@implementation B\n#endif\n- (void)c { }\n#if A\n@end\n#endif\n",
    "#if 0\n@interface It's\n#endif\n", "#pragma mark - Don't\n",
    "#define BEGIN @implementation A\nBEGIN\n- (void)b { }\n@end\n",
    "@protocol A, B;\nid c(void) { return @protocol(A); }\n",
    "@interface A : B @end @implementation A @end",
    "@implementation A\n- (void)b { if (c < d && e > f) { } }\n@end\n",
    "#ifdef __cplusplus\n@interface A\n#endif\n",
  ])
  func sourcesThatCompileHaveNoDefects(_ source: String) {
    #expect(read(source, as: .objectiveC).defects.isEmpty)
  }

  @Test func containersWithoutEndAndTheReverse() {
    let file = read(
      """
      @interface A : B
      - (void)c;
      @implementation A
      - (void)c { }
      @end
      int d;
      @end
      @protocol E
      """, as: .objectiveC)
    let defects = file.defects.map {
      "\($0.rule.rawValue) \(file.text.position(at: $0.range.start).line) "
        + file.text.string($0.range)
    }
    #expect(
      defects == [
        "unclosed-delimiter 1 @interface", "unexpected-delimiter 7 @end",
        "unclosed-delimiter 8 @protocol",
      ])
    #expect(
      outline(file) == """
        class A
          method c
        class A
          method c
        variable d
        protocol E
        """)
  }

  @Test func aBodyThatIsNotClosedHidesNoMethod() {
    let file = read(
      "@implementation A\n- (void)b {\n  if (c) {\n}\n\n- (void)d { }\n@end\nint e;\n",
      as: .objectiveC)
    #expect(file.defects.map(\.rule) == [.unclosedDelimiter])
    #expect(outline(file) == "class A\n  method b\n  method d\nvariable e")
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func methodsWhoseClassAMacroBegins() {
    let file = read("SpecBegin(A) {\n  int b;\n}\n- (void)c { d(); }\nSpecEnd\n", as: .objectiveC)
    #expect(outline(file) == "function SpecBegin\nmethod c")
  }

  @Test func objectiveCPlusPlusIsReadAsFarAsItIsC() {
    let bytes = Array(
      "#ifdef __cplusplus\nvoid f(int a) { }\n#endif\n@implementation A\n- (void)b { }\n@end\n".utf8
    )
    #expect(Language.detect(path: "a.mm", bytes: bytes) == .objectiveC)
    let file = SyntaxFile(SourceText(bytes), as: .objectiveC, path: "a.mm")
    #expect(outline(file) == "function f\nclass A\n  method b")
    #expect(file.defects.isEmpty)
  }

  @Test(arguments: [
    "@", "@interface", "@interface A", "@interface A :", "@interface A (", "@interface A <",
    "@interface A {", "@interface A : B <C", "@implementation A\n-", "@implementation A\n- (",
    "@implementation A\n- (int)b:", "@implementation A\n- (int)b:(", "@implementation A\n- b {",
    "@implementation A\n- :", "@property", "@property (", "@property int", "@property ,",
    "@import", "@import A", "@class", "@protocol", "@protocol A", "@end", "@private", "@optional",
    "NS_ENUM(", "NS_ENUM(int, A) {", "typedef NS_ENUM(int, A) { B", "NS_A NS_B @interface C",
    "@implementation A\n- (void)b: c: d: { } @end @end", "id<A<B", "id<A>> b;", "@\"", "@{ @[",
    "@interface A\n@interface B\n- c;\n@end", "struct { @interface A @end };", "__attribute__((",
    "@implementation A @end }",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .objectiveC)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func typesOfBlocks() {
    let file = read(
      "@interface A\n@property (copy) void (^b)(int a, C *c);\n@property D *e;\n@end",
      as: .objectiveC)
    #expect(file.type("b") == "void (^b)(int a, C *c)")
    #expect(file.type("e") == "D *")
  }
}
