"""Expressions of the grammar as MathML, with the engine's own rules for powers and roots at zero.

The engine reads a negative base of a real power, and a negative argument of a square root, as 0 (a solver's tiny
negative value); the exported formulas say the same with ``max``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from regrowth.engine.graph import WHOLE_POWERS
from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation

if TYPE_CHECKING:
    from libsbml import ASTNode

#: function definitions of the exported model: name → (arguments, formula of the SBML Level 3 text syntax)
FUNCTIONS = {
    "hill": ("x, k, n", "max(x, 0)^n/(max(k, 0)^n + max(x, 0)^n)"),
    "smooth_step": ("x, x0, width", "1/(1 + exp(-((x - x0)/width)))"),
}


class MathWriter:
    """Builds libSBML syntax trees; ``symbol`` and ``rest`` give the ids of names and of at_rest(names)."""

    def __init__(self, libsbml: Any, symbol: Callable[[str], str], rest: Callable[[str], str]):
        self.sbml = libsbml
        self.symbol, self.rest = symbol, rest
        self._infix = {
            "+": libsbml.AST_PLUS,
            "-": libsbml.AST_MINUS,
            "*": libsbml.AST_TIMES,
            "/": libsbml.AST_DIVIDE,
            "^": libsbml.AST_POWER,
        }
        self._named = {
            "exp": libsbml.AST_FUNCTION_EXP,
            "log": libsbml.AST_FUNCTION_LN,
            "min": libsbml.AST_FUNCTION_MIN,
            "max": libsbml.AST_FUNCTION_MAX,
        }

    def write(self, expression: Expression) -> ASTNode:
        match expression:
            case Number(value=value):
                return self.number(value)
            case Name(id=name):
                return self.name(self.symbol(name))
            case Negative(operand=x):
                return self.node(self.sbml.AST_MINUS, self.write(x))
            case Operation(operator="^", left=base, right=exponent):
                return self._power(base, exponent)
            case Operation(operator=op, left=a, right=b):
                return self.node(self._infix[op], self.write(a), self.write(b))
            case Call(function="at_rest", arguments=(Name(id=name),)):
                return self.name(self.rest(name))
            case Call(function="positive", arguments=(x,)):
                return self._not_negative(x)
            case Call(function="sqrt", arguments=(x,)):
                two = self.number(2)
                return self.node(self.sbml.AST_FUNCTION_ROOT, two, self._not_negative(x))
            case Call(function="hill", arguments=(x, k, n)) if _is_whole(n):
                half = Operation("^", k, n)
                top = Operation("^", x, n)
                return self.write(Operation("/", top, Operation("+", half, top)))
            case Call(function=function, arguments=arguments):
                nodes = [self.write(a) for a in arguments]
                if function in self._named:
                    return self.node(self._named[function], *nodes)
                return self.node(self.sbml.AST_FUNCTION, *nodes, name=function)
        raise AssertionError(expression)

    def _power(self, base: Expression, exponent: Expression) -> ASTNode:
        foot = self.write(base) if _is_whole(exponent) else self._not_negative(base)
        return self.node(self.sbml.AST_POWER, foot, self.write(exponent))

    def _not_negative(self, x: Expression) -> ASTNode:
        return self.node(self.sbml.AST_FUNCTION_MAX, self.write(x), self.number(0))

    def number(self, value: float, units: str = "dimensionless") -> ASTNode:
        whole = value == int(value) and abs(value) < 2**31
        node = self.sbml.ASTNode(self.sbml.AST_INTEGER if whole else self.sbml.AST_REAL)
        node.setValue(int(value) if whole else value)
        if value:  # a bare 0 fits any unit
            node.setUnits(units)
        return node

    def name(self, identifier: str) -> ASTNode:
        node = self.sbml.ASTNode(self.sbml.AST_NAME)
        node.setName(identifier)
        return node

    def node(self, kind: int, *children: ASTNode, name: str = "") -> ASTNode:
        node = self.sbml.ASTNode(kind)
        if name:
            node.setName(name)
        for child in children:
            node.addChild(child.deepCopy())  # the tree owns its children; Python's handles own theirs
        return node


def _is_whole(exponent: Expression) -> bool:
    """Whether the engine takes the power without clipping its base (see ``Graph._power``)."""
    match exponent:
        case Number(value=value):
            return value in WHOLE_POWERS
        case Negative(operand=Number(value=value)):
            return -value in WHOLE_POWERS
    return False
