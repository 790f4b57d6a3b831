import Source
import Testing

@testable import Syntax

@Suite struct LuaLanguageTests {
  @Test func tokens() {
    #expect(
      tokenLines(
        "--[==[ a ]] ]==] b[c] = [=[ ]] ]=] .. 0x1p-3 ~= 'd\\'\\z\n e' // #f ::g:: 1..2", .lua)
        == [
          "blockComment --[==[ a ]] ]==]", "identifier b", "open [", "identifier c", "close ]",
          "operator =", "string [=[ ]] ]=]", "operator ..", "number 0x1p-3", "operator ~=",
          "string 'd\\'\\z\n e'", "operator //", "operator #", "identifier f", "punctuation ::",
          "identifier g", "punctuation ::", "number 1", "operator ..", "number 2",
        ])
  }

  @Test func declarations() {
    let source = """
      local M = {}
      --- Adds.
      function M.a.b:c(x, ...) return function() local z end end
      local function _f() end
      M.g = function(a) end
      local t <const>, u = 1, 2
      H = { i = function() end, j = { k = function() end }, l = 1 }
      for i = 1, 2 do local m = i end
      return { n = function() end }
      """
    #expect(
      outlineLines(source, .lua) { _, entity in entity.visibility.rawValue } == [
        "variable M private", "method M.a.b:c public", "function _f private", "function M.g public",
        "constant t private", "variable u private", "variable H public", "function H.i public",
        "field H.j public", "function H.j.k public", "function n public",
      ])
    let file = read(source, as: .lua)
    #expect(file.entities[1].docRange.map(file.text.string) == "--- Adds.")
    #expect(file.entities[1].parameters.map { file.text.string($0.name) } == ["x", "..."])
    #expect(file.defects.isEmpty)
  }

  @Test func fieldsEndAtTheirComma() {
    let source = """
      local a = {
        b = { c = { d = 1 } },
        e = { "f" },
        ["g-h"] = function(i) end,
        ['j'] = function() end, [k] = function() end, [1] = function() end,
        l = {}
      }
      m = function() return { n = { o = 1 }, ["p"] = function() end } end
      """
    #expect(
      outlineLines(source, .lua) == [
        "variable a", "field a.b", "field a.b.c", "field a.e", "function a.g-h", "function a.j",
        "field a.l", "function m", "function m.p",
      ])
  }

  @Test(arguments: [
    ("function a()\n  if b then\n    c()\nend\n\nd()\n", ["2:3 unclosed-delimiter"]),
    ("a()\nend\n", ["2:1 unexpected-delimiter"]),
    ("repeat a() until b\nuntil c\n", ["2:1 unexpected-delimiter"]),
    ("a = 'b\nc()\n", ["1:5 unterminated-string"]),
    ("a = [[b\n", ["1:5 unterminated-string"]),
    ("--[[ a\n", ["1:1 unterminated-comment"]),
    ("while a do for b = 1, 2 do c() end end repeat until d\n", []),
    ("#!/bin/lua\nif a then elseif b then else end goto c ::c::\n", []),
  ])
  func defects(source: String, expected: [String]) {
    #expect(defectLines(source, .lua) == expected)
  }
}
