"""A list of all APIs, written page by page, that goes on where it was when the program was killed and is started again.

Arguments: the file for the list, and one that keeps the place. This is replaced after each page and says how long the list
was then: what was written later is cut off, so nothing is lost and nothing is listed twice.
"""

import json
import os
import sys

import boto3

list_file, place_file = sys.argv[1:]
place = {"length": 0, "token": None}
if os.path.exists(place_file):
    with open(place_file) as file:
        place = json.load(file)
    if place["token"] is None:
        print("the list is complete")
        sys.exit()

paginator = boto3.client("apigatewayv2").get_paginator("get_apis")
with open(list_file, "ab") as out:
    out.truncate(place["length"])
    while True:
        # boto3 has a resume token only where MaxItems ends a listing.
        config = {"PageSize": 10, "MaxItems": 10, "StartingToken": place["token"]}
        pages = paginator.paginate(PaginationConfig=config)
        for api in pages.search("Items"):
            out.write(f"{api['ApiId']} {api['Name']}\n".encode())
        out.flush()
        place = {"length": out.tell(), "token": pages.resume_token}
        with open(f"{place_file}.new", "w") as file:
            json.dump(place, file)
        os.replace(f"{place_file}.new", place_file)
        if place["token"] is None:
            break
print("the list is complete")
