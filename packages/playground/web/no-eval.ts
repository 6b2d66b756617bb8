// The page's policy allows no code that is made of text, and zod would try: imported first.

import * as z from "zod";

z.config({ jitless: true });
