"""What one crate offers in public and another lacks, from rustdoc's JSON output.

  api_surface.py PEER.json OURS.json [OTHER.json ...]

It prints a line for each item that OURS lacks, has otherwise, or adds, and then how many are the same. An item that
OURS takes from another crate is looked up in the JSON of that crate, if it is among the OTHERs; any other is the
same if both take it from the same place.

Items are compared by path, kind and signature, with types written by their last name alone, so that it does not
matter where they are defined.
"""
import json
import sys

# What crates call their alias of a type, and the arguments that it has unless they are written.
DEFAULTS = {"SdkError": [None, "HttpResponse"]}


class Surface:
    def __init__(self, file, others=()):
        self.others = {other.name: other for other in others}
        self.doc = json.load(open(file))
        self.index = self.doc["index"]
        self.paths = self.doc["paths"]
        self.name = self.index[str(self.doc["root"])]["name"]
        self.items = {}
        self.seen = set()
        self.own = {tuple(p["path"]): id_ for id_, p in self.paths.items() if p["crate_id"] == 0}

    def item(self, id_):
        return self.index.get(str(id_))

    def type_path(self, id_, written):
        known = self.paths.get(str(id_))
        if not known:
            return written
        return known["path"][-1]

    def ty(self, t):
        if t is None:
            return "()"
        (kind, v), = t.items()
        if kind == "resolved_path":
            name = self.type_path(v["id"], v.get("path") or v.get("name") or "?")
            return name + self.args(v.get("args"), DEFAULTS.get(name, []))
        if kind == "primitive":
            return v
        if kind == "generic":
            return v
        if kind == "borrowed_ref":
            return "&" + ("mut " if v.get("is_mutable", v.get("mutable")) else "") + self.ty(v["type"])
        if kind == "tuple":
            return "(" + ", ".join(self.ty(x) for x in v) + ")"
        if kind == "slice":
            return "[" + self.ty(v) + "]"
        if kind == "array":
            return "[" + self.ty(v["type"]) + "; " + v["len"] + "]"
        if kind == "impl_trait":
            return "impl " + self.bounds(v)
        if kind == "dyn_trait":
            return "dyn " + " + ".join(self.type_path(x["trait"]["id"], x["trait"].get("path", "?")) + self.args(x["trait"].get("args")) for x in v["traits"])
        if kind == "qualified_path":
            return self.ty(v["self_type"]) + "::" + v["name"]
        return kind

    def args(self, a, defaults=()):
        if not a:
            return ""
        if "angle_bracketed" in a:
            a = a["angle_bracketed"]
            out = [self.ty(x["type"]) for x in a["args"] if "type" in x]
            out += defaults[len(out):] if out else []
            for c in a.get("constraints", []):
                b = c.get("binding", {})
                if "equality" in b and "type" in b["equality"]:
                    out.append(f"{c['name']}={self.ty(b['equality']['type'])}")
            return "<" + ", ".join(out) + ">" if out else ""
        if "parenthesized" in a:
            p = a["parenthesized"]
            return "(" + ", ".join(self.ty(x) for x in p["inputs"]) + ")" + (f" -> {self.ty(p['output'])}" if p.get("output") else "")
        return ""

    def bounds(self, bs):
        out = []
        for b in bs:
            if "trait_bound" in b:
                tr = b["trait_bound"]["trait"]
                out.append(self.type_path(tr["id"], tr.get("path", "?")) + self.args(tr.get("args")))
        return " + ".join(out)

    def signature(self, f):
        sig = f["sig"]
        ins = ", ".join(self.ty(t) for _, t in sig["inputs"])
        gen = [f"{p['name']}: {self.bounds(p['kind']['type']['bounds'])}" for p in f["generics"]["params"]
               if "type" in p["kind"] and not p["kind"]["type"].get("is_synthetic", p["kind"]["type"].get("synthetic"))]
        where = "<" + ", ".join(gen) + ">" if gen else ""
        a = "async " if f["header"].get("is_async", f["header"].get("async")) else ""
        return f"{a}fn{where}({ins}) -> {self.ty(sig['output'])}"

    def add(self, path, kind):
        self.items[path] = kind

    def walk(self, id_, path):
        it = self.item(id_)
        if it is None or (id_, path) in self.seen:
            return
        self.seen.add((id_, path))
        inner = it["inner"]
        (kind, v), = inner.items()
        if kind == "module":
            for c in v["items"]:
                child = self.item(c)
                if child is None or not self.public(child):
                    continue
                self.enter(c, child, path)
        elif kind == "struct":
            self.add(path, "struct")
            k = v["kind"]
            if isinstance(k, dict) and "plain" in k:
                for f in k["plain"]["fields"]:
                    fi = self.item(f)
                    if fi and self.public(fi):
                        self.add(f"{path}.{fi['name']}", "field " + self.ty(fi["inner"]["struct_field"]))
            self.impls(v["impls"], path)
        elif kind == "enum":
            self.add(path, "enum")
            for x in v["variants"]:
                vi = self.item(x)
                if vi:
                    vk = vi["inner"]["variant"]["kind"]
                    shape = ""
                    if isinstance(vk, dict) and "tuple" in vk:
                        shape = "(" + ", ".join(self.ty(self.item(f)["inner"]["struct_field"]) for f in vk["tuple"] if f is not None and self.item(f)) + ")"
                    self.add(f"{path}::{vi['name']}", "variant" + shape)
            self.impls(v["impls"], path)
        elif kind == "function":
            self.add(path, self.signature(v))
        elif kind == "trait":
            self.add(path, "trait")
        elif kind in ("type_alias", "constant", "static", "macro", "trait_alias", "union"):
            self.add(path, kind)

    def enter(self, id_, child, path):
        inner = child["inner"]
        (kind, v), = inner.items()
        if kind == "use":
            if v["is_glob"]:
                target = self.item(v["id"])
                if target and "module" in target["inner"]:
                    self.walk(v["id"], path)
                return
            target = self.item(v["id"]) if v.get("id") is not None else None
            if target is None:
                self.foreign(v, f"{path}::{v['name']}")
            else:
                self.walk(v["id"], f"{path}::{v['name']}")
            return
        self.walk(id_, f"{path}::{child['name']}")

    def foreign(self, use, path):
        known = self.paths.get(str(use.get("id")))
        if known is None:
            self.add(path, "re-export")
            return
        other = self.others.get(known["path"][0])
        id_ = other and other.own.get(tuple(known["path"]))
        if id_ is None:
            self.add(path, "re-export of " + "::".join(known["path"]))
            return
        other.items, other.seen = self.items, set()
        other.walk(id_, path)

    def public(self, it):
        return it["visibility"] == "public" or "use" in it["inner"] and it["visibility"] == "public"

    def impls(self, ids, path):
        for i in ids:
            im = self.item(i)
            if im is None:
                continue
            v = im["inner"]["impl"]
            if v.get("is_synthetic", v.get("synthetic")) or v.get("blanket_impl"):
                continue
            tr = v.get("trait")
            if tr is None:
                for m in v["items"]:
                    mi = self.item(m)
                    if mi and mi["visibility"] == "public":
                        (k, f), = mi["inner"].items()
                        hidden = any("hidden" in str(a) for a in mi.get("attrs", []))
                        if hidden:
                            continue
                        self.add(f"{path}::{mi['name']}", self.signature(f) if k == "function" else k)
            else:
                name = self.type_path(tr["id"], tr.get("path", "?"))
                if name in ("StructuralPartialEq",):
                    continue
                self.add(f"{path}: {name}{self.args(tr.get('args'))}", "impl")

    def surface(self):
        self.walk(self.doc["root"], "crate")
        return self.items


def main():
    peer_file, our_file, *other_files = sys.argv[1:]
    peer = Surface(peer_file).surface()
    ours = Surface(our_file, [Surface(file) for file in other_files]).surface()
    lacking = [p for p in sorted(peer) if p not in ours]
    changed = [p for p in sorted(peer) if p in ours and peer[p] != ours[p]]
    for p in lacking:
        print("lacks  ", p, "|", peer[p])
    for p in changed:
        print("differs", p, "|", peer[p], "| ours:", ours[p])
    for p in sorted(set(ours) - set(peer)):
        print("adds   ", p, "|", ours[p])
    print(f"{len(peer) - len(lacking) - len(changed)} of {len(peer)} public items are the same")


main()
