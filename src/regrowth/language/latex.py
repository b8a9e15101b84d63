"""Equations as LaTeX, from the same syntax tree that is compiled."""

from __future__ import annotations

from regrowth.language.grammar import Call, Equation, Expression, Name, Negative, Number, Operation

_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 3, "^": 4}


def equation_latex(equation: Equation) -> str:
    """One equation: ``\\frac{d x}{dt} = …``."""
    left = _name(equation.target)
    if equation.kind == "rate":
        left = rf"\frac{{d\,{left}}}{{dt}}"
    sign = r"\mathrel{+}=" if equation.kind == "add" else "="
    return f"{left} {sign} {expression_latex(equation.expression)}"


def expression_latex(expression: Expression, outer: int = 0) -> str:
    """An expression; ``outer`` is the binding strength around it, which decides on parentheses."""
    match expression:
        case Number(value=v):
            return f"{v:g}"
        case Name(id=name):
            return _name(name)
        case Negative(operand=x):
            return _wrap(f"-{expression_latex(x, 2)}", outer > 1)
        case Operation(operator="/", left=a, right=b):
            return rf"\frac{{{expression_latex(a)}}}{{{expression_latex(b)}}}"
        case Operation(operator="^", left=a, right=b):
            return f"{expression_latex(a, 5)}^{{{expression_latex(b)}}}"
        case Operation(operator=op, left=a, right=b):
            strength = _LEVEL[op]
            sign = r"\," if op == "*" else f" {op} "
            right = expression_latex(b, strength + (op == "-"))
            return _wrap(f"{expression_latex(a, strength)}{sign}{right}", outer > strength)
        case Call(function="at_rest", arguments=(x,)):
            return rf"{expression_latex(x, 5)}^{{\,\mathrm{{rest}}}}"
        case Call(function="positive", arguments=(x,)):
            return rf"\left[{expression_latex(x)}\right]_+"
        case Call(function="sqrt", arguments=(x,)):
            return rf"\sqrt{{{expression_latex(x)}}}"
        case Call(function="hill", arguments=(x, k, n)):
            xs, ks, ns = expression_latex(x, 5), expression_latex(k, 5), expression_latex(n)
            return rf"\frac{{{xs}^{{{ns}}}}}{{{ks}^{{{ns}}} + {xs}^{{{ns}}}}}"
        case Call(function="smooth_step", arguments=(x, x0, w)):
            inside = rf"\frac{{{expression_latex(x, 1)} - {expression_latex(x0, 2)}}}{{{expression_latex(w)}}}"
            return rf"\sigma\!\left({inside}\right)"
        case Call(function=f, arguments=args):
            return rf"\{f}\left({', '.join(expression_latex(a) for a in args)}\right)"
    raise AssertionError(expression)


def _wrap(text: str, needed: bool) -> str:
    return rf"\left({text}\right)" if needed else text


def _name(name: str) -> str:
    return r"\mathrm{" + name.replace("_", r"\_") + "}"
